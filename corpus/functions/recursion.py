# Recursive functions: mutual, by lambda, by closures, with depth limits.
import sys


def ack(m, n):
    return n + 1 if m == 0 else ack(m - 1, 1) if n == 0 else ack(m - 1, ack(m, n - 1))


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def hanoi(n, a="A", b="B", c="C"):
    return [] if n == 0 else hanoi(n - 1, a, c, b) + [a + c] + hanoi(n - 1, b, a, c)


def permutations(items):
    if len(items) <= 1:
        return [items]
    return [[x] + p for i, x in enumerate(items) for p in permutations(items[:i] + items[i + 1:])]


print(ack(2, 3), even(100), odd(101), hanoi(3), len(hanoi(10)), permutations([1, 2, 3]))
fact = lambda n: 1 if n < 2 else n * fact(n - 1)
Y = lambda f: (lambda x: x(x))(lambda x: f(lambda *a: x(x)(*a)))
print(fact(20), Y(lambda self: lambda n: 1 if n < 2 else n * self(n - 1))(10), sys.getrecursionlimit())


def forever(n):
    global deepest
    deepest = n
    return forever(n + 1)


for _ in range(3):
    try:
        forever(0)
    except RecursionError as e:
        print(type(e).__name__, e, deepest > 900)


def count(n):
    return 0 if n == 0 else 1 + count(n - 1)


print(count(900))
sys.setrecursionlimit(5000)
print(count(4500))
sys.setrecursionlimit(1000)
for bad in (0, -1, "a", 1.5):
    try:
        sys.setrecursionlimit(bad)
    except Exception as e:
        print(type(e).__name__, e)


class Rec:
    def __getattr__(self, name):
        return getattr(self, name + "x" if len(name) < 3 else name)

    def __repr__(self):
        return repr(self)

    def __eq__(self, other):
        return self == other

    def __add__(self, other):
        return self + other

    def __call__(self):
        return self()

    def __len__(self):
        return len(self)


r = Rec()
for name, fn in [("getattr", lambda: r.a), ("repr", lambda: repr(r)), ("eq", lambda: r == 1), ("add", lambda: r + 1), ("call", lambda: r()), ("len", lambda: len(r))]:
    try:
        fn()
    except RecursionError as e:
        print(name, "RecursionError")


def cleanup(n):
    try:
        return cleanup(n + 1)
    finally:
        done.append(n)


done = []
try:
    cleanup(0)
except RecursionError:
    print(len(done) > 900, done[0] > done[-1], done[-1])


def collatz(n, steps=0):
    return steps if n == 1 else collatz(n // 2 if n % 2 == 0 else 3 * n + 1, steps + 1)


print([collatz(n) for n in range(1, 30)], max(range(1, 100), key=collatz))
