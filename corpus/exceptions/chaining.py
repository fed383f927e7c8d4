# __context__, __cause__, raise from, re-raise and the deleted name.
def show(e, depth=0):
    if e is None or depth > 6:
        return []
    return [(type(e).__name__, str(e), type(e.__cause__).__name__, e.__suppress_context__)] + show(e.__cause__ or e.__context__, depth + 1)


def attempt(fn):
    try:
        fn()
    except BaseException as e:
        print(show(e))


def implicit():
    try:
        1 / 0
    except ZeroDivisionError:
        raise KeyError("second")


def explicit():
    try:
        {}["a"]
    except KeyError as e:
        raise ValueError("wrapped") from e


def suppressed():
    try:
        [][0]
    except IndexError:
        raise TypeError("clean") from None


def in_finally():
    try:
        raise ValueError("first")
    finally:
        raise TypeError("in finally")


def three():
    try:
        try:
            raise ValueError(1)
        except ValueError:
            raise ValueError(2)
    except ValueError:
        raise ValueError(3)


def reraise():
    try:
        raise ValueError("orig")
    except ValueError as e:
        try:
            raise KeyError("other")
        except KeyError:
            raise e


def from_class():
    raise ValueError("v") from KeyError


def from_bad():
    raise ValueError from 5


def from_badclass():
    raise ValueError from int


def same():
    try:
        raise ValueError("self")
    except ValueError as e:
        raise e from e


def needs_arg():
    class E(Exception):
        def __init__(self, a):
            pass
    raise E


def not_exc():
    class E(Exception):
        def __new__(cls, *a):
            return 5
    raise E


for fn in (implicit, explicit, suppressed, in_finally, three, reraise, from_class, from_bad, from_badclass, same, needs_arg, not_exc):
    print(fn.__name__, end=" ")
    attempt(fn)
e = "outer"
try:
    raise ValueError("x")
except ValueError as e:
    saved = e
try:
    e
except NameError as n:
    print(n, type(n.__context__).__name__)
try:
    raise ValueError("y")
except ValueError as err:
    del err
print("err" in globals())
try:
    raise saved
except ValueError as again:
    print(again is saved, again.__context__, again.__traceback__ is not None, again.__traceback__.tb_lineno, again.__traceback__.tb_next.tb_lineno)
saved.__cause__ = KeyError("set")
print(saved.__suppress_context__, show(saved))
saved.__suppress_context__ = False
saved.__cause__ = None
print(saved.__suppress_context__)


def loop():
    a, b = ValueError("a"), ValueError("b")
    try:
        try:
            raise a
        except ValueError:
            raise b
    except ValueError:
        try:
            raise a
        except ValueError as e:
            return show(e)


print(loop())
import sys
print(sys.exc_info())
try:
    raise ValueError("info")
except ValueError:
    t, v, tb = sys.exc_info()
    print(t, v, tb.tb_frame.f_code.co_name, sys.exception() is v)
    try:
        raise KeyError("nested")
    except KeyError:
        print(sys.exc_info()[1])
    print(sys.exc_info()[1])
print(sys.exc_info()[1], sys.exception())
