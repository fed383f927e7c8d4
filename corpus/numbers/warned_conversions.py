"""Conversions that work and warn."""

import warnings


class Truthy:
    def __int__(self):
        return True


class Cut:
    def __trunc__(self):
        return 7


class Index:
    def __index__(self):
        return True


class Real:
    def __float__(self):
        return Sub(2.5)


class Sub(float):
    pass


def show(f, *args):
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        value = f(*args)
    print(repr(value), type(value).__name__, [str(w.message) for w in caught])


show(int, Truthy())
show(int, Cut())
show(int, Index())
show(hex, Index())
show(float, Real())
show(lambda b: ~b, True)
show(bool, NotImplemented)
show(int, memoryview(b"12"))
show(float, memoryview(b"1.5"))
show(float, bytearray(b"2.5"))
show(sum, [-0.0], -0.0)
show(sum, [0.1] * 10)
show(sum, [1e100, 1.0, -1e100])
for length in (-1, -(1 << 70), 1 << 70, "a"):
    class Sized:
        def __len__(self):
            return length
    try:
        len(Sized())
    except Exception as e:
        print(type(e).__name__, e)
