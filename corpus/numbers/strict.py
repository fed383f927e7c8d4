"""Conversions that return an instance of a strict subclass."""
import operator
import warnings


class I(int):
    pass


class F(float):
    pass


class C(complex):
    pass


class Gives:
    def __init__(self, value):
        self.value = value

    def __int__(self):
        return self.value

    __index__ = __float__ = __complex__ = __int__


for convert in (int, float, complex, operator.index, hex, lambda o: [1, 2][o], lambda o: range(o)):
    for value in (1, True, I(1), 1.0, F(1), 1j, C(1j), "x"):
        with warnings.catch_warnings(record=True) as seen:
            warnings.simplefilter("always")
            try:
                r = convert(Gives(value))
            except TypeError as e:
                r = e
        print(type(r).__name__, r, *[f"{w.category.__name__}: {w.message}" for w in seen])
    print(type(convert(I(1))).__name__)
warnings.simplefilter("error")
for convert in (int, operator.index):
    try:
        print(convert(Gives(True)))
    except DeprecationWarning as e:
        print("raised", e)
