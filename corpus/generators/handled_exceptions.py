# What a generator handles is its own: what whoever resumes it handles comes and goes; contexts of thrown exceptions.
import sys
from contextlib import ExitStack, contextmanager


def chain(e):
    found = []
    while e is not None:
        found.append(repr(e))
        e = e.__context__
    return found


def g():
    print("begin", repr(sys.exception()))
    try:
        raise ValueError("own")
    except ValueError:
        yield repr(sys.exception())
        print("still", repr(sys.exception()))
        yield 1
    print("after", repr(sys.exception()))
    yield 2
    try:
        raise KeyError("new")
    except KeyError as e:
        print(chain(e))
    yield 3


gen = g()
try:
    raise IndexError("outer")
except IndexError:
    print(next(gen))
print(repr(sys.exception()))
print(next(gen))
try:
    raise TypeError("another")
except TypeError:
    print(next(gen))
    print(repr(sys.exception()))
print(next(gen))


def waits():
    try:
        yield "ready"
    finally:
        raise exc


# An exception that is thrown keeps the context that it has.
exc = RuntimeError("from the generator")
w = waits()
next(w)
thrown = ValueError("thrown")
try:
    try:
        raise KeyError("handled outside")
    except KeyError:
        w.throw(thrown)
except RuntimeError as e:
    print(chain(e))
print(chain(thrown))


def inside():
    try:
        raise LookupError("handled inside")
    except LookupError:
        yield


i = inside()
next(i)
try:
    i.throw(OSError("thrown"))
except OSError as e:
    print(chain(e))
try:
    i.throw(OSError("too late"))
except OSError as e:
    print(chain(e))


@contextmanager
def right(e):
    try:
        yield
    finally:
        raise e


errors = [Exception(n) for n in range(1, 5)]
try:
    with ExitStack() as stack:
        for e in reversed(errors[1:]):
            stack.enter_context(right(e))
        raise errors[0]
except Exception as e:
    print(chain(e))


def outer():
    try:
        raise KeyError("of who delegates")
    except KeyError:
        yield from inside_plain()


def inside_plain():
    yield


o = outer()
next(o)
try:
    o.throw(ValueError("thrown"))
except ValueError as e:
    print(chain(e))
