# timedelta: making, arithmetic, text, errors.
from datetime import timedelta
import pickle, copy

def show(f):
    try:
        print(repr(f()))
    except Exception as e:
        print(type(e).__name__, e)

T = timedelta
for args in [(), (1,), (-1,), (0, 86400), (0, -1), (1.5,), (0, 0.1), (0, 0, 0.5), (0, 0, 1.5), (0, 0, 2.5), (0, 0, -0.5),
             (1e-9,), (999999999, 86399, 999999), (0, 0, 0, 1, 2, 3, 4), (0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7), (True,)]:
    d = T(*args)
    print(args, repr(d), str(d), d.days, d.seconds, d.microseconds, d.total_seconds(), bool(d), hash(d))
a, b = T(days=1, hours=2, microseconds=7), T(hours=-5, seconds=3)
for x in (a, b):
    for y in (a, b):
        print(x + y, x - y, x < y, x <= y, x == y, x != y, x > y, x >= y, x // y, x / y, x % y, divmod(x, y))
    for n in (2, -3, 0.1, -1.75, 1e-8, 7):
        print(x * n, n * x, x / n)
    for n in (2, -3, 7):
        print(x // n)
    print(-x, +x, abs(x))
print(T.min, T.max, T.resolution, repr(T.min), repr(T.max))
class S(T):
    pass
s = S(3, 4)
print(repr(s), type(s + s).__name__, s == T(3, 4), pickle.loads(pickle.dumps(T(1, 2, 3))), copy.copy(s) == s, T(1, 2).__reduce__())
for f in [lambda: T.max + T(0, 1), lambda: T(10**9), lambda: T(10**12), lambda: T(10**40), lambda: T('1'), lambda: T(days='1'), lambda: T(x=1),
          lambda: T(1, 2, 3, 4, 5, 6, 7, 8), lambda: a / 0, lambda: a // 0, lambda: a / 0.0, lambda: a / T(0), lambda: a // T(0), lambda: a % T(0),
          lambda: divmod(a, T(0)), lambda: a * float('nan'), lambda: a * float('inf'), lambda: a / float('nan'), lambda: a / float('inf'),
          lambda: T(float('nan')), lambda: T(float('inf')), lambda: a + 1, lambda: 1 - a, lambda: a * 'x', lambda: a < 1, lambda: a == 1,
          lambda: 1 / a, lambda: a % 2, lambda: -T.min + T(1), lambda: abs(T.min), lambda: T.max * 2, lambda: T(seconds=1, days=2),
          lambda: divmod(a, 2), lambda: a // 1.0, lambda: T(0) * 10**40]:
    show(f)
