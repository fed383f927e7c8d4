# [ours] After "Finding and Replacing Objects in Python" by Ben Kurtovic, January 28, 2015 (and its draft "Replacing
# Objects in Python"): writing over the memory of objects, its dead ends, and the two kinds of bound methods.
import ctypes
import sys
from ctypes import py_object, pythonapi

# One class written over another: a shallow copy, not the same object.
class A:
    pass


class B:
    pass


def name(o):
    return f"{type(o).__module__}.{type(o).__name__}"


obj = A()
print(name(obj))
ctypes.memmove(id(A), id(B), object.__sizeof__(A))
print(name(obj))
B.foo = 123
print(obj.foo)
print(A is B)
B.__name__ = "C"
print(A.__name__, B.__name__, name(obj))
A.bar = 456
print(B.bar, A.__dict__ == B.__dict__, isinstance(obj, A), isinstance(obj, B), A.__mro__ == B.__mro__)
del A, B, obj

# Objects of different size and layout; a buffer that would be freed twice.
x, y = (), []
try:
    ctypes.memmove(id(x), id(y), x.__sizeof__())
except ValueError as e:
    print(e)
try:
    ctypes.memmove(id(x), id(y), y.__sizeof__() + 100)
except ValueError as e:
    print(str(e).split(":")[0])
x, y = [], list(range(8))
try:
    ctypes.memmove(id(x), id(y), x.__sizeof__())
except ValueError as e:
    print(e)
print(x, y)
del x, y


# A bound method keeps its object in a field that cannot be assigned, but whose place is known.
class A:
    def func(self):
        return self


class B:
    pass


a, b = A(), B()
f = a.func
print(f() is a, f.__self__ is a)
try:
    f.__self__ = b
except AttributeError as e:
    print(type(e).__name__)
field_size = ctypes.sizeof(ctypes.py_object)
pointers = 4 if hasattr(sys, "getobjects") else 2
offset = pointers * field_size + ctypes.sizeof(ctypes.c_ssize_t)
before = sys.getrefcount(a), sys.getrefcount(b)
ctypes.memmove(id(f) + offset, ctypes.byref(ctypes.py_object(b)), field_size)
after = sys.getrefcount(a), sys.getrefcount(b)
print(f.__self__ is b, f() is b, [after[i] - before[i] for i in (0, 1)])

# So does a method of a builtin type.
g = a.__sizeof__
print(g.__self__ is a)
ctypes.memmove(id(g) + offset, ctypes.byref(ctypes.py_object(b)), field_size)
print(g.__self__ is b, str(g).split(" at ")[0])
try:
    h = [].append
    ctypes.memmove(id(h) + offset, ctypes.byref(ctypes.py_object({})), field_size)
except ValueError as e:
    print(e)


# A closure's cell, through the interpreter's own function.
def wrapper(obj):
    def inner():
        return obj
    return inner


f = wrapper(a)
print(f() is a, f.__closure__[0].cell_contents is a)
pythonapi.PyCell_Set(py_object(f.__closure__[0]), py_object(b))
print(f() is b)
