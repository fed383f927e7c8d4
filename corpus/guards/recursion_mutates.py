# Deep in a recursion names change; outer frames see it when they go on.
import builtins

real = abs
trail = []


def down(n):
    a = abs(-1)
    if n:
        down(n - 1)
    else:
        builtins.abs = lambda x: "deep"
    trail.append((n, a, abs(-1)))


for i in range(30):
    builtins.abs = real
    trail.clear()
    down(5)
builtins.abs = real
print(trail)


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(12))
slow = fib


def patched(n):
    return slow(n) if n > 5 else 0


fib = patched
print(fib(12))
fib = slow
print(fib(12))


def mutual_a(n):
    return [] if n == 0 else ["a"] + mutual_b(n - 1)


def mutual_b(n):
    if n == 2:
        mutual_a.__code__ = (lambda n: ["cut"]).__code__
    return [] if n == 0 else ["b"] + mutual_a(n - 1)


keep = mutual_a.__code__
for i in range(20):
    mutual_a.__code__ = keep
    r = mutual_a(7)
print(r, mutual_a(3))
