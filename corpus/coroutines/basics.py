# Coroutines by hand: send, throw, close, their attributes and their errors.


class Pause:
    def __init__(self, value):
        self.value = value

    def __await__(self):
        got = yield self.value
        return ("got", got)


def attempt(f, *args):
    try:
        print("  =", f(*args))
    except BaseException as e:
        print("  !", type(e).__name__, e)


def drive(c, *sent):
    out = []
    try:
        out.append(c.send(None))
        for v in sent:
            out.append(c.send(v))
    except StopIteration as e:
        out.append(("returned", e.value))
    return out


async def leaf(n):
    r = await Pause(n)
    return n, r


async def middle():
    a = await leaf(1)
    b = await leaf(2)
    return [a, b]


print(drive(middle(), "x", "y"))
c = middle()
print(type(c).__name__, c.cr_code.co_name, c.cr_running, c.cr_suspended, c.cr_await, c.cr_origin)
print(c.__name__, c.__qualname__, c.cr_frame.f_lineno - middle.__code__.co_firstlineno)
c.send(None)
print(c.cr_suspended, type(c.cr_await).__name__, c.cr_await.__name__, c.cr_frame.f_lineno > 0)
attempt(c.throw, ValueError("thrown"))
print(c.cr_suspended, c.cr_frame, c.cr_await)
attempt(c.send, None)
attempt(c.throw, KeyError("late"))
print(c.close())
c = middle()
attempt(c.send, 5)
attempt(iter, c)
attempt(lambda: [x for x in c])
attempt(next, c)
print(c.close(), c.close())
attempt(c.send, None)


async def stubborn():
    try:
        await Pause("first")
    except GeneratorExit:
        await Pause("second")


c = stubborn()
c.send(None)
attempt(c.close)


async def tidy():
    try:
        await Pause("p")
    finally:
        print("  tidied")


c = tidy()
print(c.send(None), c.close())
c = tidy()
c.send(None)
del c


async def stops():
    raise StopIteration("inside")


try:
    drive(stops())
except RuntimeError as e:
    print(e, "|", repr(e.__cause__), e.__suppress_context__)


# What two awaits of one coroutine get.
async def waits_for(c):
    return await c


shared = leaf("s")
first, second = waits_for(shared), waits_for(shared)
print(first.send(None))
attempt(second.send, None)
first.close()
attempt(waits_for(shared).send, None)


# The wrapper that __await__ gives.
w = leaf(7).__await__()
print(type(w).__name__, iter(w) is w, next(w))
attempt(w.send, "sent")
w = leaf(8).__await__()
next(w)
attempt(w.throw, LookupError, LookupError("q"))
w = leaf(9).__await__()
print(next(w), w.close())


class Wrapped:
    def __await__(self):
        return leaf("wrapped").__await__()


async def through():
    return await Wrapped()


print(drive(through(), 1))


class NotIterator:
    def __await__(self):
        return 5


class GivesCoroutine:
    def __init__(self, c):
        self.c = c

    def __await__(self):
        return self.c


async def wait(o):
    return await o


attempt(wait(5).send, None)
attempt(wait(NotIterator()).send, None)
inner = leaf(1)
attempt(wait(GivesCoroutine(inner)).send, None)
inner.close()


def plain(c):
    yield from c


unawaited = leaf(1)
inner = plain(unawaited)
try:
    next(inner)
except TypeError as e:
    print(e)
unawaited.close()


# The order in which a chain of awaits is unwound.
async def level(n):
    try:
        if n == 0:
            return await Pause("deep")
        return await level(n - 1)
    except Exception as e:
        print("  level", n, repr(e))
        raise RuntimeError(n) from e
    finally:
        print("  leaving", n)


c = level(2)
print(c.send(None))
attempt(c.throw, ValueError("down"))
c = level(2)
c.send(None)
c.close()
print(repr(c).startswith("<coroutine object level at 0x"))
c = level(0)
c.__name__, c.__qualname__ = "renamed", "quite.renamed"
print(c.__name__, repr(c)[:32])
attempt(setattr, c, "__name__", 5)
c.close()


# Exceptions handled while suspended come back.
import sys


async def handling():
    try:
        raise KeyError("kept")
    except KeyError:
        await Pause(1)
        print("  ", sys.exception())
        try:
            await Pause(2)
        except ValueError as e:
            print("  ", repr(e.__context__))


c = handling()
c.send(None)
print(sys.exception())
c.send(None)
attempt(c.throw, ValueError("new"))
print([n for n in dir(c) if not n.startswith("__")])
