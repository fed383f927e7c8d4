# [slow] Calendars, dates as text, spans of time.
import calendar, datetime, time

print(calendar.month(2024, 2))
print(calendar.calendar(2023, m=6)[:400])
print(
    calendar.monthrange(2024, 2),
    calendar.isleap(1900),
    calendar.leapdays(2000, 2024),
    calendar.weekday(2024, 1, 1),
    list(calendar.day_name)[:2],
    calendar.month_abbr[3],
    calendar.monthcalendar(2024, 9)[0],
    calendar.timegm((1970, 1, 2, 0, 0, 0)),
)
print(calendar.HTMLCalendar().formatmonth(2024, 1)[:200])
c = calendar.Calendar(6)
print(
    list(c.itermonthdays(2024, 2))[:5],
    [d for d in c.itermonthdates(2024, 2)][0],
    calendar.TextCalendar(6).formatweekheader(3),
)
try:
    calendar.monthrange(2024, 13)
except calendar.IllegalMonthError as e:
    print(e)
d = datetime.datetime(
    2024, 2, 29, 13, 5, 9, 123456, tzinfo=datetime.timezone(datetime.timedelta(hours=5, minutes=30))
)
for f in "%a %A %b %B %d %H %I %j %m %M %p %S %U %w %W %y %Y %Z %z %f %% %c %x %X %G %V %u %:z".split():
    print(f, d.strftime(f), end="; ")
print()
print(
    datetime.datetime.strptime("29/Feb/2024:13:05:09 +0530", "%d/%b/%Y:%H:%M:%S %z"),
    datetime.datetime.strptime("2024-W09-4", "%G-W%V-%u"),
    f"{d:%Y}",
    d.isocalendar(),
    d.timetuple(),
    d.utctimetuple()[:6],
    d.astimezone(datetime.timezone.utc),
    d.isoformat(" ", "minutes"),
    d.date(),
    d.timetz(),
    d.ctime(),
)
for a in (
    lambda: datetime.datetime.strptime("x", "%Y"),
    lambda: datetime.datetime.strptime("2024 extra", "%Y"),
    lambda: datetime.datetime.strptime("1", "%q"),
    lambda: datetime.date(2024, 2, 30),
    lambda: datetime.date.fromisoformat("2024-1-1"),
    lambda: d - datetime.datetime.now(),
    lambda: d < datetime.datetime(2024, 1, 1),
    lambda: datetime.timedelta(days=10**10),
    lambda: datetime.time(25),
    lambda: datetime.datetime.fromisoformat("2024-02-29T25:00"),
    lambda: datetime.date.min - datetime.timedelta(1),
    lambda: d.replace(month=13),
    lambda: datetime.timezone(datetime.timedelta(days=2)),
    lambda: datetime.timedelta("x"),
):
    try:
        print(a())
    except Exception as e:
        print(type(e).__name__, e)
td = datetime.timedelta(days=-1, seconds=5, microseconds=7)
print(
    td,
    repr(td),
    td.total_seconds(),
    abs(td),
    td // 3,
    td / 2,
    divmod(datetime.timedelta(hours=5), datetime.timedelta(hours=2)),
    td * 1.5,
    -td,
    bool(datetime.timedelta()),
    datetime.timedelta(weeks=1, hours=2),
)
print(
    time.strftime("%Y-%m-%d", time.gmtime(0)),
    time.gmtime(86400),
    time.mktime(time.gmtime(0)) == 0 or True,
    time.strptime("10 Mar 2020", "%d %b %Y")[:3],
    time.asctime(time.gmtime(0)),
)
