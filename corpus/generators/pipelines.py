# Chains of lazy generators, infinite streams, early stops, cleanup.
def naturals(n=0):
    while True:
        yield n
        n += 1


def take(n, it):
    if n <= 0:
        return
    for x in it:
        yield x
        n -= 1
        if not n:
            return


def chunks(it, n):
    buf = []
    for x in it:
        buf.append(x)
        if len(buf) == n:
            yield buf
            buf = []
    if buf:
        yield buf


def window(it, n):
    w = []
    for x in it:
        w = (w + [x])[-n:]
        if len(w) == n:
            yield tuple(w)


def sieve():
    found = {}
    q = 2
    while True:
        if q not in found:
            yield q
            found[q * q] = [q]
        else:
            for p in found.pop(q):
                found.setdefault(p + q, []).append(p)
        q += 1


def fib():
    a, b = 0, 1
    while True:
        yield a
        a, b = b, a + b


def merge(a, b):
    a, b = iter(a), iter(b)
    x, y = next(a, None), next(b, None)
    while x is not None or y is not None:
        if y is None or (x is not None and x <= y):
            yield x
            x = next(a, None)
        else:
            yield y
            y = next(b, None)


def averager():
    total, n, avg = 0, 0, None
    while True:
        v = yield avg
        if v is None:
            return total, n
        total += v
        n += 1
        avg = total / n


print(list(take(5, naturals())), list(chunks(range(7), 3)), list(window("abcd", 2)), list(take(12, sieve())), list(take(15, fib())), list(merge([1, 4, 6], [2, 3, 7, 9])))
print(list(take(3, (x * x for x in naturals() if x % 3 == 0))), sum(x for x in take(100, naturals(1))), dict(zip("abc", naturals())), list(zip(naturals(), "xyz")), max(take(10, fib())), [a + b for a, b in window(take(6, fib()), 2)])
a = averager()
next(a)
print([a.send(v) for v in (10, 20, 30)])
try:
    a.send(None)
except StopIteration as e:
    print(e.value)


def resource(name):
    print("open", name, end=" ")
    try:
        for i in range(3):
            yield i
    finally:
        print("close", name, end=" ")


for x in resource("a"):
    if x == 1:
        break
print()
g = resource("b")
print(next(g))
del g
print("deleted")
print(3 in resource("c"), 1 in resource("d"))
print(any(x > 0 for x in resource("e")), all(resource("f")))
first, *rest = resource("g")
print(first, rest)
try:
    x, y = resource("h")
except ValueError as e:
    print(e)


def coroutine_pair():
    def printer(out):
        while True:
            out.append((yield) * 2)

    def filt(pred, target):
        while True:
            v = yield
            if pred(v):
                target.send(v)
    out = []
    p = printer(out)
    next(p)
    f = filt(lambda v: v % 2, p)
    next(f)
    for i in range(6):
        f.send(i)
    return out


print(coroutine_pair())
perms = lambda s: ([s] if len(s) < 2 else [c + p for i, c in enumerate(s) for p in perms(s[:i] + s[i + 1:])])
print(perms("abc"), len(perms("abcd")))
def scoped():
    x = [1]
    gen = (x.append(i) or len(x) for i in x if len(x) < 4)
    return list(gen), x
print(scoped())
