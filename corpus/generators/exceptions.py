# Exceptions and exception contexts across yields.
import sys


def handler():
    try:
        raise ValueError("first")
    except ValueError:
        print("in handler", sys.exc_info()[1])
        yield 1
        print("still", sys.exc_info()[1])
        yield 2
    print("after", sys.exc_info()[1])
    yield 3


g = handler()
next(g)
print("outside", sys.exc_info()[1])
try:
    raise KeyError("outer")
except KeyError:
    next(g)
    print("outer", sys.exc_info()[1])
next(g)


def reraise():
    try:
        yield 1
    except ValueError:
        yield 2
        raise


g = reraise()
print(next(g), g.throw(ValueError("kept")))
try:
    next(g)
except ValueError as e:
    print("reraised", e, e.__context__)


def context():
    try:
        yield
    except KeyError:
        raise TypeError("converted")


g = context()
next(g)
try:
    g.throw(KeyError("in"))
except TypeError as e:
    print(e, repr(e.__context__))


def fin():
    for i in range(3):
        try:
            yield i
        finally:
            print("fin", i, end="; ")


print(list(fin()))
g = fin()
next(g)
try:
    g.throw(RuntimeError("stop"))
except RuntimeError as e:
    print(e)
print(list(g))


def swallow():
    while True:
        try:
            yield "ok"
        except Exception as e:
            yield "swallowed " + type(e).__name__


g = swallow()
print(next(g), g.throw(OSError()), next(g), g.throw(IndexError("i")), g.send(None))


class Ctx:
    def __enter__(self):
        print("enter", end=" ")
        return self

    def __exit__(self, t, *a):
        print("exit", t.__name__ if t else None, end=" ")
        return t is ValueError


def with_gen():
    with Ctx():
        yield 1
        yield 2
    yield 3


g = with_gen()
print(next(g), g.throw(ValueError("v")))
g = with_gen()
next(g)
g.close()
print()


def tb_lines(e):
    out, tb = [], e.__traceback__
    while tb:
        out.append(tb.tb_frame.f_code.co_name)
        tb = tb.tb_next
    return out


def a():
    yield 1
    raise LookupError("a")


def b():
    yield from a()


def c():
    for x in b():
        yield x


try:
    list(c())
except LookupError as e:
    print(tb_lines(e))
g = c()
next(g)
try:
    g.throw(OSError("thrown"))
except OSError as e:
    print(tb_lines(e))
def final_return():
    try:
        yield 1
    finally:
        return "from finally"
g = final_return()
next(g)
try:
    g.throw(ValueError("lost"))
except StopIteration as e:
    print(e.value)
def yield_in_finally():
    try:
        yield 1
    finally:
        yield 2
g = yield_in_finally()
next(g)
try:
    print(g.throw(KeyError("pending")))
    next(g)
except KeyError as e:
    print("pending raised", e)
