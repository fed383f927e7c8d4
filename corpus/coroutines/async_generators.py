# Asynchronous generators: asend, athrow, aclose, hooks, errors.
import sys


class Pause:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        return (yield self.value)


def run(awaitable):
    it = awaitable.__await__()
    sent = None
    while True:
        try:
            print("  yields", it.send(sent))
        except StopIteration as e:
            return e.value
        sent = "s"


def attempt(f, *args):
    try:
        print("  =", f(*args))
    except BaseException as e:
        print("  !", type(e).__name__, e)


async def numbers(n):
    try:
        for i in range(n):
            await Pause("before %d" % i)
            try:
                got = yield i
            except ValueError as e:
                print("  caught", e)
                got = yield "caught"
            if got:
                print("  was sent", got)
    finally:
        print("  numbers ends")


g = numbers(3)
print(type(g).__name__, g.__name__, g.ag_running, g.ag_suspended, g.ag_await, g.ag_code.co_name)
for o in (g.__anext__(), g.asend(1), g.athrow(ValueError), g.aclose()):
    print(type(o).__name__, iter(o) is o, o.__await__() is o)
attempt(run, g.asend("early"))
attempt(run, g.__anext__())
attempt(run, g.asend("hello"))
attempt(run, g.athrow(ValueError("v")))
attempt(run, g.aclose())
attempt(run, g.__anext__())
attempt(run, g.aclose())
attempt(run, g.athrow(ValueError("after")))

print("reuse")
g = numbers(2)
a = g.__anext__()
attempt(run, a)
attempt(run, a)
attempt(a.throw, ValueError)
c = g.aclose()
attempt(run, c)
attempt(run, c)
attempt(c.throw, ValueError)

print("overlapping requests")
g = numbers(2)
first = g.__anext__()
print(first.send(None), g.ag_running, type(g.ag_await).__name__, g.ag_suspended)
attempt(g.__anext__().send, None)
attempt(g.asend(1).send, None)
attempt(g.athrow(ValueError).send, None)
attempt(g.aclose().send, None)
attempt(first.send, None)
print(g.ag_running)
run(g.aclose())

print("stubborn")


async def stubborn():
    try:
        yield 1
    finally:
        yield 2


g = stubborn()
attempt(run, g.__anext__())
attempt(run, g.aclose())


async def waits_at_the_end():
    try:
        yield 1
    finally:
        await Pause("cleaning")


g = waits_at_the_end()
run(g.__anext__())
attempt(run, g.aclose())
attempt(run, g.__anext__())

print("stop")


async def stops(e):
    yield 1
    raise e


async def collect(g):
    return [x async for x in g]


attempt(run, collect(stops(StopIteration("a"))))
attempt(run, collect(stops(StopAsyncIteration("b"))))
attempt(run, collect(stops(KeyError("c"))))
attempt(run, collect(numbers(2)))

print("anext and aiter")
g = numbers(1)
attempt(run, anext(g, "default"))
attempt(run, anext(g, "default"))
attempt(run, anext(g, "default"))
attempt(run, anext(g))
print(type(anext(g, 1)).__name__, aiter(g) is g)
attempt(aiter, 5)
attempt(anext, 5)
attempt(anext, 5, 6)


class BadIter:
    def __aiter__(self):
        return 5


attempt(aiter, BadIter())


class Count:
    def __init__(self, n):
        self.n = n

    def __aiter__(self):
        return self

    async def __anext__(self):
        if not self.n:
            raise StopAsyncIteration
        self.n -= 1
        return self.n


attempt(run, collect(Count(3)))


async def defaults():
    c = Count(1)
    return [await anext(c, "none"), await anext(c, "none"), await anext(aiter(Count(2)))]


attempt(run, defaults())

print("hooks")
log = []


def first_iter(g):
    log.append(("first", g.__name__))


def finalizer(g):
    log.append(("final", g.__name__))


print(sys.get_asyncgen_hooks())
sys.set_asyncgen_hooks(firstiter=first_iter, finalizer=finalizer)
print(sys.get_asyncgen_hooks().firstiter is first_iter, sys.get_asyncgen_hooks()[1] is finalizer)


async def endless():
    while True:
        yield


g = endless()
log.append("made")
attempt(run, g.__anext__())
attempt(run, g.__anext__())
del g
g = endless()
run(g.asend(None))
run(g.aclose())
del g
g = endless()
del g
print(log)
attempt(sys.set_asyncgen_hooks, 5)
attempt(sys.set_asyncgen_hooks, None, 5)
sys.set_asyncgen_hooks(None, None)
print(sys.get_asyncgen_hooks())

print("athrow goes to what is awaited")


class Watch:
    def __await__(self):
        try:
            yield "watching"
        except BaseException as e:
            print("  watch got", repr(e))
            raise


async def watching():
    await Watch()
    yield 1


g = watching()
a = g.__anext__()
print(a.send(None))
attempt(a.throw, GeneratorExit)
g = watching()
a = g.__anext__()
print(a.send(None))
attempt(a.throw, OSError("o"))
print(a.close())
print([n for n in dir(g) if not n.startswith("__")])
