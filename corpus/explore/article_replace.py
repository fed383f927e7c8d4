# [ours] The article's replace() in Python 3, with its examples.
from ctypes import byref, c_ssize_t, memmove, py_object, pythonapi, sizeof
import sys
from types import BuiltinMethodType, CellType, MethodType
import guppy
from guppy.heapy import Path

hp = guppy.hpy()


def replace(old, new):
    for path in hp.iso(old).pathsin:
        relation = path.path[1]
        source = path.src.theone
        if isinstance(relation, Path.R_INDEXVAL):
            if isinstance(source, tuple):
                temp = list(source)
                temp[relation.r] = new
                replace(source, tuple(temp))
            else:
                source[relation.r] = new
        elif isinstance(relation, Path.R_INDEXKEY):
            source[new] = source.pop(list(source.keys())[relation.r])
        elif isinstance(relation, Path.R_INTERATTR):
            if isinstance(source, CellType):
                pythonapi.PyCell_Set(py_object(source), py_object(new))
        elif isinstance(relation, Path.R_ATTRIBUTE):
            if isinstance(source, (MethodType, BuiltinMethodType)):
                size = sizeof(py_object)
                pointers = 4 if hasattr(sys, "getobjects") else 2
                offset = pointers * size + sizeof(c_ssize_t)
                memmove(id(source) + offset, byref(py_object(new)), size)


class A:
    def func(self):
        return self


class B:
    pass


class X:
    pass


a, b = A(), B()
X.cattr = a
x = X()
x.iattr = a
d1 = {1: a}
d2 = [{1: {0: ("foo", "bar", {"a": a, "b": b})}}]
L = [0, 1, 2, a, b]
replace(a, b)
print(type(a), type(X.cattr), type(x.iattr), type(d1[1]), type(d2[0][1][0][2]["a"]))
print([type(o).__name__ for o in L])

a, b = A(), B()
t1 = (0, 1, 2, a)
t2 = (0, (1, (2, (3, (4, (5, (a,)))))))
replace(a, b)
print(t1[3] is b, t2[1][1][1][1][1][1][0] is b)

a, b = A(), B()
f = a.func
replace(a, b)
print(f.__self__ is b, f() is b)

a, b = A(), B()
d = {a: 1}
replace(a, b)
print([type(k).__name__ for k in d], d[b])


def wrapper(obj):
    def inner():
        return obj

    return inner


a, b = A(), B()
f = wrapper(a)
print(f() is a)
replace(a, b)
print(f() is b, f.__closure__[0].cell_contents is b)
