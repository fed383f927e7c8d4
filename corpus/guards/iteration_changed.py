# __next__ and __iter__ change during the loop.
class It:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        self.n -= 1
        if self.n < 0:
            raise StopIteration
        return self.n


def slower(self):
    self.n -= 10
    if self.n < 0:
        raise StopIteration
    return ("slow", self.n)


out = []
original = It.__next__
for x in It(100):
    if x == 50:
        It.__next__ = slower
    out.append(x)
print(out[:2], out[49:], len(out))
It.__next__ = original


def total():
    t = 0
    for x in It(60):
        t += x
    return t


print(total(), total())


def at_once(self):
    raise StopIteration("now")


It.__next__ = at_once
try:
    print(total())
except Exception as e:
    print(type(e).__name__, e)


def gen(n):
    for i in range(n):
        yield i


def consume(g):
    return sum(x for x in g)


print([consume(gen(50)), consume([1, 2]), consume((3, 4)), consume({5: 6}), consume(It(0) if False else gen(3))])
items = [1, 2, 3]
seen = []
for x in items:
    seen.append(x)
    if len(seen) < 40:
        items.append(len(items))
print(len(seen), seen[-1])
