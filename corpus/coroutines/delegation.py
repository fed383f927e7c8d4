# Delegation without the native stack: long chains of awaits and of `yield from`; generators marked as
# coroutines.
import sys


class Pause:
    def __await__(self):
        return (yield "pause")


async def deep(n):
    if n:
        return 1 + await deep(n - 1)
    return len(await Pause())


limit = sys.getrecursionlimit()
sys.setrecursionlimit(3000)
c = deep(1500)
print(c.send(None))
try:
    c.send("abc")
except StopIteration as e:
    print(e.value)
c = deep(1500)
c.send(None)
try:
    c.throw(ValueError("from below"))
except ValueError as e:
    n, t = 0, e.__traceback__
    while t:
        n, t = n + 1, t.tb_next
    print(e, n)
c = deep(1500)
c.send(None)
print(c.close(), c.cr_frame)
c = deep(1500)
c.send(None)
del c


def nest(n):
    if n:
        r = yield from nest(n - 1)
    else:
        r = yield 0
    return r and r + 1


g = nest(1500)
print(next(g))
try:
    g.send(1)
except StopIteration as e:
    print(e.value)
g = nest(1500)
next(g)
print(g.close())
sys.setrecursionlimit(200)
try:
    deep(1000).send(None)
except RecursionError as e:
    print(e)
sys.setrecursionlimit(limit)


def coroutine(f):
    f.__code__ = f.__code__.replace(co_flags=f.__code__.co_flags | 0x100)
    return f


@coroutine
def old(n):
    got = yield n
    if n:
        got = yield from old(n - 1)
    return got


async def uses(n):
    return await old(n)


c = uses(1)
print(c.send(None), c.send("a"))
try:
    c.send("b")
except StopIteration as e:
    print(e.value)


@coroutine
def delegates():
    return (yield from uses(0))


g = delegates()
print(type(g).__name__, next(g))
try:
    g.send("z")
except StopIteration as e:
    print(e.value)


# Running and finished generators inside a delegation.
def outer(inner):
    try:
        yield from inner
    except Exception as e:
        print("outer saw", type(e).__name__, e)
        yield "after"


def recursive():
    yield from me


me = recursive()
try:
    next(me)
except ValueError as e:
    print(e)

inner = iter([1, 2])
g = outer(inner)
print(next(g))
print(g.throw(KeyError("no throw method")))


class Thrown:
    def __iter__(self):
        return self

    def __next__(self):
        return "next"

    def throw(self, *args):
        print("throw", args)
        raise StopIteration("result")

    def close(self):
        print("closed")
        raise OSError("in close")


def result():
    r = yield from Thrown()
    print("result", r)
    yield "done"


g = result()
print(next(g), g.throw(ValueError("v")))
g = result()
next(g)
try:
    g.close()
except OSError as e:
    print(e)


def ends():
    try:
        yield 1
    except GeneratorExit:
        return "quietly"


def keeps():
    r = yield from ends()
    print("not reached", r)


g = keeps()
next(g)
print(g.close(), g.gi_frame)


def ignores():
    try:
        yield 1
    except GeneratorExit:
        yield 2


def around():
    try:
        yield from ignores()
    except RuntimeError as e:
        print("around:", e)
        raise


g = around()
next(g)
try:
    g.close()
except RuntimeError as e:
    print(e)
g = outer(ends())
next(g)
print(g.gi_yieldfrom.__name__, g.gi_suspended, g.gi_running)
print(g.send(None) if False else list(g))

# Handing an exception down closes nothing that is shared.
shared = ends()
g = outer(shared)
next(g)
shared.close()
print(g.throw(ValueError("after the inner one ended")))
