# Context managers made from generators: what is closed, what is thrown, what is suppressed.
import warnings
from contextlib import asynccontextmanager, contextmanager, suppress

warnings.simplefilter("error")


@contextmanager
def endless():
    try:
        yield 1
        yield 2
    finally:
        print("closed")


@contextmanager
def deaf():
    try:
        yield 1
    except ValueError as e:
        print("got", repr(e))
        yield 2
    finally:
        print("closed")


def show(f):
    try:
        f()
    except BaseException as e:
        print(type(e).__name__, e, "|", repr(e.__context__))


def plain():
    with endless():
        print("body")


def failing():
    with deaf():
        raise ValueError("v")


show(plain)
show(failing)


@contextmanager
def translating():
    try:
        yield
    except KeyError as e:
        raise LookupError("other") from e


def translated():
    with translating():
        {}[1]


show(translated)


@asynccontextmanager
async def waiting(n):
    try:
        yield 1
        if n:
            yield 2
    except ValueError:
        yield 3
    finally:
        print("closed", n)


def drive(coro):
    try:
        coro.send(None)
    except StopIteration as e:
        print("done", e.value)


async def use(n, error):
    async with waiting(n):
        if error:
            raise error


show(lambda: drive(use(0, None)))
show(lambda: drive(use(1, None)))
show(lambda: drive(use(1, ValueError(1))))
show(lambda: drive(use(1, KeyError(1))))


def suppressed(error, *kinds):
    with suppress(*kinds):
        raise error
    print("suppressed")


show(lambda: suppressed(KeyError(1), LookupError))
show(lambda: suppressed(KeyError(1), ValueError, TypeError))
group = ExceptionGroup("g", [KeyError(1), ValueError(2)])
show(lambda: suppressed(group, KeyError, ValueError))
show(lambda: suppressed(group, ExceptionGroup))
try:
    suppressed(group, KeyError)
except ExceptionGroup as e:
    print(repr(e))
with suppress(KeyError):
    print("nothing")
