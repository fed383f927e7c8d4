"""What throw() makes of its arguments."""
import warnings

warnings.simplefilter("ignore")


class Odd(Exception):
    def __new__(cls, *args):
        return 42


def gen():
    try:
        yield 1
    except Odd:
        print("caught")


class Sub(ValueError):
    pass


for args in [
    (ValueError,), (ValueError, "x"), (ValueError, (1, 2)), (ValueError, ValueError("same")),
    (ValueError, Sub("sub")), (ValueError, TypeError("other")), (Exception, TypeError("below")),
    (Sub, ValueError("above")), (ValueError, TypeError), (ValueError, None), (Odd,), (Odd, 1),
    (ValueError("i"), "v"), (ValueError("i"), None), (int,), (1,), ("abc",), (ValueError, "x", 23),
    (UnicodeDecodeError,), (UnicodeDecodeError, ("utf-8", b"", 0, 1, "why")),
]:
    g = gen()
    next(g)
    try:
        g.throw(*args)
    except BaseException as e:
        print(args[0], type(e).__name__, e, e.args)
    print(g.gi_frame is None)


def f(**kw):
    return kw


for call in [
    lambda: f(**{1: 3}, **{1: 5}), lambda: f(**{1: 3}, **{2: 5}), lambda: f(**{1: 3}),
    lambda: f(a=1, **{"a": 2}), lambda: f(**{"a": 1}, **{"a": 2}), lambda: f(a=1, **{2: 2}),
    lambda: dict(**{1: 2}), lambda: dict(a=1, **{"b": 1, 3: 4}), lambda: print(**{1: 2}),
]:
    try:
        print(call())
    except TypeError as e:
        print(e)
