# A function replaces its own code, also in recursion: what runs goes on.
def second(n):
    return ["second", n]


def first(n):
    first.__code__ = second.__code__
    return ["first", n, first(n - 1)]


print(first(3))
print(first(3))


def new(n):
    return n * 100


def rec(n):
    if n == 0:
        return 0
    if n == 3:
        rec.__code__ = new.__code__
    return 1 + rec(n - 1)


original = rec.__code__
print(rec(6))
rec.__code__ = original
print(rec(2), rec(5))


def loop():
    out = []
    for i in range(100):
        if i == 50:
            loop.__code__ = (lambda: "replaced").__code__
        out.append(i)
    return len(out)


print(loop(), loop())
