# Small rules of builtin types: exhausted iterators, unions with parameters, properties' documentation and more.
import locale
import types
import warnings
from typing import TypeVar, Union

T = TypeVar("T")

# An exhausted iterator stays so.
items = [1, 2]
it = iter(items)
for item in it:
    pass
items.append(3)
print(list(it), next(it, "end"))

# Parameters of unions are replaced.
print((float | list[T])[int], (int | T).__parameters__, Union[int, list[T]][str], (T | None)[bytes])
for union, argument in (((int | str), int), ((T | int), (1, 2))):
    try:
        print(union[argument])
    except TypeError as e:
        print(e)

# Starred aliases can be copied.
import copy
import pickle
for alias in (tuple[*tuple[int, ...]], list[int]):
    print(copy.copy(alias), copy.deepcopy(alias), pickle.loads(pickle.dumps(alias)))
it = iter(list[int])
print(type(it).__name__, it.__reduce__(), next(it), it.__reduce__(), list(it))


class Documented(property):
    """The class."""


class Slotted(property):
    __slots__ = ()


def bare(self):
    return 1


def told(self):
    """The getter."""


print(Documented(bare).__doc__, Documented(told).__doc__, Documented(told, doc="given").__doc__)
print(Slotted(bare, doc="dropped").__doc__)
try:
    Slotted(told)
except AttributeError as e:
    print(type(e).__name__)
p = property(bare)
p.__doc__ = "assigned"
print(p.getter(told).__doc__, property(told).getter(bare).__doc__)

with warnings.catch_warnings(record=True) as caught:
    warnings.simplefilter("always")
    print(~True, eval("~False"))
print([w.category.__name__ for w in caught])


class Looks:
    __bases__ = ()


class Claims:
    __class__ = None


print(isinstance(Claims(), Looks()))
try:
    raise IndexError
except IndexError as e:
    print(dir(e.__traceback__))


class Wrapped:
    nothing = classmethod(None)


print(Wrapped.nothing)
buffer = bytearray(range(10))
view = memoryview(buffer)
for value in (b"", b"x"):
    try:
        buffer[1:-1:2] = value
    except (BufferError, ValueError) as e:
        print(type(e).__name__)
whole = locale.setlocale(locale.LC_ALL)
print(locale.setlocale(locale.LC_ALL, whole) == whole)
try:
    pickle.dumps(types.FunctionType.__dict__["__code__"])
except TypeError as e:
    print(e)
