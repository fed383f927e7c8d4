# time: dates, formats and clocks.
import time


def attempt(f, *args):
    try:
        print(f.__name__, "->", f(*args))
    except Exception as e:
        print(f.__name__, type(e).__name__, e)


day = (2024, 2, 5, 3, 4, 5, 0, 36, 0)
for seconds in (0, 1e9, -1, 951782400, 4102444799, -62135596800):
    print(time.gmtime(seconds))
for letter in "aAbBcCdDeFgGhHIjklmMnpPrRStTuUVwWxXyY%":
    print(letter, repr(time.strftime("%" + letter, day)))
print(time.strftime("%-d %_d %03d %^a %#p %10Y|%5d|%q|%", day), time.strftime("é%dü", day), repr(time.strftime("", day)))
for date in ((2021, 1, 3, 0, 0, 0, 6, 3, 0), (2020, 12, 31, 0, 0, 0, 3, 366, 0), (2018, 12, 31, 0, 0, 0, 0, 365, 0), (2000, 0, 0, 0, 0, 0, 0, 0, 0)):
    print(time.strftime("%Y %j %U %W %V %G %g", date), time.asctime(date))
attempt(time.gmtime, 1e20)
attempt(time.gmtime, "x")
attempt(time.gmtime, float("nan"))
attempt(time.asctime, (1, 2))
attempt(time.asctime, 5)
for i, bad in enumerate((0, 13, 32, 25, 61, 62, -3, 367)):
    if i:
        attempt(time.asctime, day[:i] + (bad,) + day[i + 1 :])
attempt(time.mktime, 5)
attempt(time.mktime, (1 << 40,) + day[1:])
attempt(time.strftime, 5)
attempt(time.strftime, "a\0b", day)
attempt(time.sleep, -1)
attempt(time.sleep, "x")
attempt(time.sleep, float("nan"))
attempt(time.get_clock_info, "x")
attempt(time.clock_gettime, 99)
for name in ("time", "monotonic", "perf_counter", "process_time", "thread_time"):
    print(time.get_clock_info(name))
print(time.mktime(time.localtime(1e9)), time.clock_getres(time.CLOCK_MONOTONIC) > 0)
print(time.monotonic() <= time.monotonic(), time.thread_time_ns() >= 0, time.clock_gettime(time.CLOCK_REALTIME) > 1e9)
t = time.struct_time(day)
print(t.tm_year, t[1:3], t.tm_zone, len(t), t.n_fields, time.struct_time(day + ("X", 60)).tm_gmtoff, t == day)
attempt(time.struct_time, (1, 2))
attempt(time.struct_time, 5)
attempt(setattr, t, "tm_year", 3)
print(time.strptime("5 Feb 2024 03:04", "%d %b %Y %H:%M"))
attempt(time.strptime, "x", "%Y")
del t
