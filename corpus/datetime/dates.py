# date, time and datetime: making, parts, text, arithmetic, comparison, pickles, errors.
import datetime as m
from datetime import date, time, datetime, timedelta, timezone, tzinfo, UTC
import pickle

def show(*fs):
    for f in fs:
        try:
            print(repr(f()))
        except Exception as e:
            print(type(e).__name__, e)

D = date(2024, 2, 29)
print(D, repr(D), D.year, D.month, D.day, D.toordinal(), D.weekday(), D.isoweekday(), D.isocalendar(), D.ctime(), D.timetuple())
print(D.replace(year=2020), D + timedelta(1), timedelta(-1) + D, D - timedelta(60), D - date(2000, 1, 1), f"{D:%Y/%m/%d}", f"{D}")
print(date.min, date.max, date.resolution, date.fromordinal(1), date.fromordinal(730000), date.fromisocalendar(2020, 53, 7))
for y in range(1998, 2012):
    print(date(y, 1, 1).isocalendar()[:], date(y, 12, 31).isocalendar().week, date(y, 12, 31).strftime("%j %a %b %U"))
for text in ['2024-02-29', '20240229', '2024-W09-4', '2024W094', '2024-W09', '2024W09', '2024-2-29', '2024-02-30', '2024-13-01', 'x', '', '2024-W54-1',
             '2024-W01-8', '0000-01-01', '2024-0229', '202402-29', '2024-02-2x', '２０２４-02-29']:
    show(lambda: date.fromisoformat(text))
for text in ['2024-02-29', '2024-02-29T12', '2024-02-29 12:30', '2024-02-29T12:30:45', '2024-02-29T12:30:45.1', '2024-02-29T12:30:45,123456789',
             '20240229T123045', '20240229T123045.5+0530', '2024-W09-4T12:30Z', '2024W094T12:30:15-03:00:30.5', '2024-02-29T12:30+00:00',
             '2024-02-29T25:00', '2024-02-29T12:60', '2024-02-29T12:30:61', '2024-02-29T', '2024-02-29T1', '2024-02-29T12:3', '2024-02-29T12:30:',
             '2024-02-29T12:30:45.', '2024-02-29T12:30Z0', '2024-02-29T12:30+24:00', '2024-02-29T12:30-', '2024-02-29é12:30', '2024-02-29T12:3045', '20240229T12:30',
             '2024-02-29T1230:45', '2024W09T12', '2024-W09T12', '2024W0941', '2024-02-29T12:30:45.12x', '2024-02-29T12-05:30', 'T12:30', '2024-02']:
    show(lambda: datetime.fromisoformat(text))
for text in ['12', 'T12:30', '12:30:45.5', '123045', '12:30Z', '12:30+01:02:03', '1', '24:00', '12:', '12:30:45.1234567', '', 'T', '12:30:45x']:
    show(lambda: time.fromisoformat(text))
x = datetime(2024, 2, 29, 13, 5, 9, 120)
z = timezone(timedelta(hours=-3, minutes=-30))
a = x.replace(tzinfo=z)
for d in (x, a, a.replace(fold=1, tzinfo=timezone(timedelta(hours=1), 'CET')), datetime(1, 1, 1, tzinfo=UTC), datetime.max):
    print(d, repr(d), d.isoformat(), d.isoformat(' ', 'minutes'), d.isoformat(timespec='milliseconds'), d.isoformat('x', 'hours'), d.ctime(),
          d.utcoffset(), d.tzname(), d.dst(), d.fold, d.date(), d.time(), d.timetz(), tuple(d.timetuple()), d.strftime('%H:%M:%S.%f|%z|%:z|%Z|%%z|%'))
    print(d.__reduce_ex__(4), d.__reduce_ex__(2), d.__reduce__(), pickle.loads(pickle.dumps(d)) == d, d.timetz().__reduce_ex__(4))
    try:
        print(d.utctimetuple()[:], d.astimezone(UTC), d.astimezone(timezone(timedelta(hours=5))).isoformat()) if d.tzinfo else None
    except OverflowError as e:
        print(e)
print(a.timestamp(), datetime(1970, 1, 1, tzinfo=UTC).timestamp(), datetime.fromtimestamp(1e9 + 0.1234565, UTC), datetime.fromtimestamp(-1.5, z))
print(a - datetime(2000, 1, 1, tzinfo=UTC), x - datetime(2000, 1, 1), x + timedelta(days=1, microseconds=-200), a - timedelta(hours=14))
print(a == a.astimezone(UTC), hash(a) == hash(a.astimezone(UTC)), a < a.astimezone(UTC), a != x, x == a, x == D, D == x, x != D, hash(x) == hash(x.replace(fold=1)))
print(datetime.combine(D, time(1, 2, 3)), datetime.combine(x, a.timetz()), datetime.combine(D, a.timetz(), None), datetime.strptime('2024-03-01 +0130', '%Y-%m-%d %z'))
t = time(1, 2, 3, 4, z)
print(t, repr(t), t.isoformat('auto'), t.replace(hour=5, fold=1), t.utcoffset(), t.tzname(), t.dst(), f"{t:%H-%M %f %z}", time(0) == time(0, tzinfo=UTC),
      time(3, tzinfo=UTC) == time(2, tzinfo=timezone(timedelta(hours=-1))), time(1) < time(2), hash(time(1)) == hash(time(1, fold=1)), bool(time(0)), time.min, time.max)
class Zone(tzinfo):
    def __init__(self, hours=1):
        self.hours = hours
    def utcoffset(self, dt):
        return timedelta(hours=self.hours) + self.dst(dt)
    def dst(self, dt):
        return timedelta(hours=1) if dt and dt.month in (6, 7, 8) else timedelta(0)
    def tzname(self, dt):
        return 'S' if self.dst(dt) else '100%W'
w, s = datetime(2024, 1, 15, 12, tzinfo=Zone()), datetime(2024, 7, 15, 12, tzinfo=Zone())
for d in (w, s):
    print(d, d.tzname(), d.dst(), d.timetuple().tm_isdst, d.astimezone(UTC), d.astimezone(UTC).astimezone(Zone(2)), d.strftime('%Z %z'))
print(Zone().__reduce__()[1:], pickle.loads(pickle.dumps(timezone(timedelta(1) / 4, 'q'))), repr(UTC), str(UTC), str(z), repr(z), timezone.min, timezone.max,
      z == timezone(timedelta(hours=-3, minutes=-30), 'n'), timezone.utc is UTC, timezone(timedelta(0)) is UTC, z.__getinitargs__())
class Sub(datetime):
    def __new__(cls, *args, **kw):
        self = super().__new__(cls, *args, **kw)
        self.mark = 1
        return self
q = Sub(2024, 1, 2, 3, tzinfo=UTC)
for v in (q, q + timedelta(1), q.replace(day=5), q.astimezone(z), Sub.fromtimestamp(0, UTC), Sub.fromisoformat('2024-01-01'), Sub.combine(D, t),
          Sub.fromordinal(9999), Sub.strptime('2024', '%Y'), pickle.loads(pickle.dumps(x))):
    print(type(v).__name__, v, isinstance(v, date), getattr(v, 'mark', None))
class Bad(tzinfo):
    def __init__(self, r): self.r = r
    def utcoffset(self, dt): return self.r
    dst = tzname = utcoffset
for r in (3, timedelta(1), 'x', None):
    show(lambda: x.replace(tzinfo=Bad(r)).utcoffset(), lambda: x.replace(tzinfo=Bad(r)).tzname(), lambda: x.replace(tzinfo=Bad(r)).dst(), lambda: str(x.replace(tzinfo=Bad(r))))
show(lambda: date(), lambda: date(1, 2, 3, 4), lambda: date(1, 2, x=3), lambda: date(0, 1, 1), lambda: date(1, 13, 1), lambda: date(1, 2, 30), lambda: date(1.0, 1, 1),
     lambda: date(10**10, 1, 1), lambda: date('a', 1, 1), lambda: datetime(1, 1, 1, 24), lambda: datetime(1, 1, 1, 0, 60), lambda: datetime(1, 1, 1, 0, 0, 60),
     lambda: datetime(1, 1, 1, 0, 0, 0, 10**6), lambda: datetime(1, 1, 1, fold=2), lambda: datetime(1, 1, 1, tzinfo=3), lambda: datetime(1, 1), lambda: time(24),
     lambda: time(tzinfo=3), lambda: date.max + timedelta(1), lambda: datetime.min - timedelta(1), lambda: date.fromordinal(0), lambda: date.fromordinal(10**7),
     lambda: date.fromisoformat(3), lambda: datetime.fromisoformat(3), lambda: time.fromisoformat(None), lambda: D < 3, lambda: x < D, lambda: D < x, lambda: x < a, lambda: x - a,
     lambda: time(1) < time(1, tzinfo=UTC), lambda: D + 1, lambda: 1 - D, lambda: x + x, lambda: timedelta(1) - D, lambda: x.isoformat(3), lambda: x.isoformat('ab'),
     lambda: x.isoformat(timespec='x'), lambda: x.isoformat(timespec=3), lambda: datetime.combine(1, 2), lambda: datetime.combine(D, 2), lambda: datetime.now(3),
     lambda: x.astimezone(3), lambda: D.strftime(3), lambda: D.__format__(3), lambda: datetime.strptime(1, 2), lambda: datetime.fromtimestamp('a', UTC),
     lambda: datetime.fromtimestamp(1e20, UTC), lambda: datetime.fromtimestamp(float('nan'), UTC), lambda: datetime.fromtimestamp(1e15, UTC), lambda: datetime.fromtimestamp(),
     lambda: date.fromisocalendar(2020, 54, 1), lambda: date.fromisocalendar(2020, 5, 8), lambda: date.fromisocalendar(0, 5, 8), lambda: timezone(3), lambda: timezone(timedelta(1)),
     lambda: timezone(timedelta(0), 3), lambda: UTC.utcoffset(3), lambda: UTC.fromutc(3), lambda: UTC.fromutc(x), lambda: tzinfo().utcoffset(None), lambda: tzinfo().tzname(None),
     lambda: tzinfo().dst(None), lambda: tzinfo().fromutc(None), lambda: D.replace(month=0), lambda: x.replace(tzinfo=1), lambda: D.isocalendar().__reduce__(),
     lambda: type('T', (timezone,), {}), lambda: datetime(b'\x07\xe8\x02\x1d\x0d\x05\x09\x00\x00x'), lambda: date(b'\x07\xe8\x02\x1d'), lambda: time(b'\x81\x02\x03\x00\x00\x04', UTC),
     lambda: datetime(b'\x07\xe8\x0e\x1d\x0d\x05\x09\x00\x00x'), lambda: setattr(D, 'year', 3), lambda: D.foo, lambda: m.MINYEAR, lambda: m.MAXYEAR)
