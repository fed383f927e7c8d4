# What a suspended frame looks up when it goes on.
import builtins

real = len
K = 1


def gen():
    while True:
        yield (len("abc"), K)


g = gen()
for i in range(50):
    v = next(g)
print(v)
builtins.len = lambda x: "new"
K = 2
print(next(g))
builtins.len = real
del K
try:
    next(g)
except NameError as e:
    print(e)
K = 3
print(next(gen()))


async def co():
    out = []
    for i in range(60):
        out.append((len("ab"), K))
        await Pause()
    return out


class Pause:
    def __await__(self):
        yield


c = co()
for i in range(60):
    c.send(None)
    if i == 20:
        K = 30
    if i == 40:
        len = lambda x: "global len"
try:
    c.send(None)
except StopIteration as e:
    r = e.value
print(r[19], r[21], r[39], r[41])
del len


def receiver():
    got = None
    while True:
        got = yield helper(got)


def helper(x):
    return x


r = receiver()
next(r)
for i in range(50):
    r.send(i)
helper.__code__ = (lambda x: ("swapped", x)).__code__
print(r.send(1))
helper = lambda x: "rebound"
print(r.send(1))
