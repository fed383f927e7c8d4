# [ours] Fields that take only what native code knows: iterators, methods, code, globals, exceptions, memory.
import sys
import theseus
import types


def refused(old, new):
    try:
        theseus.replace(old, new)
    except theseus.ReplaceError as e:
        # Conflicts are found in the order of addresses.
        head, _, conflicts = str(e).partition(": ")
        print("refused:", head + ":", "; ".join(sorted(conflicts.split("; "))))


class L(list):
    pass


# Iterators keep their place.
items = [1, 2, 3]
it = iter(items)
next(it)
refused(items, (4, 5, 6))
theseus.replace(items, L([4, 5, 6]))
print(list(it))
items = (1, 2, 3)
it = iter(items)
next(it)
theseus.replace(items, (7, 8, 9))
print(list(it))
text = "".join(["ab", "cdef"])
it = iter(text)
next(it)
theseus.replace(text, "".join(["uv", "wxyz"]))
print(list(it))
text = "".join(["ab", "cdef"])
it = iter(text)
refused(text, 5)
del it
items = [1, 2, 3]
it = reversed(items)
next(it)
theseus.replace(items, [4, 5, 6])
print(list(it))
table = {"a": 1, "b": 2}
it = iter(table.items())
view = table.keys()
next(it)
refused(table, [])
theseus.replace(table, {"c": 3, "d": 4})
print(list(it), list(view))
members = {1, 2}
it = iter(members)
refused(members, [1, 2])
del it

# Methods of Python functions follow; those of native types go with the type.
class A:
    def hi(self):
        return "A.hi of " + type(self).__name__


class B:
    pass


a = A()
hi = a.hi
theseus.replace(a, B())
print(hi())
items = []
append, length = items.append, items.__len__
refused(items, {})
theseus.replace(items, L())
append(1)
print(items, length())
number = 1000 + sys.getrefcount(None) * 0
plus = number.__add__
refused(number, "text")
theseus.replace(number, 2000 + len(items))
print(plus(1))

# Functions and code.
def f():
    return "f"


def g():
    return "g"


def closed(x):
    def inner():
        return x
    return inner


other_f = types.FunctionType(f.__code__, globals())
theseus.replace(f.__code__, g.__code__)
print(f(), other_f(), g())
refused(f.__code__, closed(1).__code__)
refused(closed.__code__, 5)
space = {"name": "in space"}
exec("def reader():\n    return name, ask()\n", space)
reader = space["reader"]
space["ask"] = lambda: theseus.replace(space, another).pinned
another = {"name": "in another", "ask": lambda: "asked", "__builtins__": __builtins__}
refused(space, [])
print(reader())
print(reader(), reader.__globals__ is another)
cell = closed(1).__closure__[0]
holder = closed(2)
refused(holder.__closure__[0], 5)
shared = types.CellType("shared")
theseus.replace(holder.__closure__[0], shared)
print(holder())
defaults = (len, 1)


def with_defaults(a=len, b=1):
    return a, b


theseus.replace(with_defaults.__defaults__, (min, 2))
print(with_defaults())

# Exceptions.
def chain():
    first, second = ValueError("first"), KeyError("second")
    try:
        try:
            raise first
        except ValueError as e:
            raise RuntimeError("outer") from e
    except RuntimeError as e:
        refused(first, "no exception")
        theseus.replace(first, second)
        return e.__cause__, e.__context__


print(chain())


def in_flight():
    first, second = ValueError("first"), KeyError("second")
    try:
        try:
            raise first
        finally:
            theseus.replace(first, second)
    except KeyError as e:
        return "caught", e


print(in_flight())


def handled():
    first, second = ValueError("first"), KeyError("second")
    try:
        try:
            raise first
        except ValueError:
            theseus.replace(first, second)
            print(repr(sys.exception()))
            raise
    except KeyError as e:
        return repr(e)


print(handled())
error = ValueError(items, "x")
error.add_note("note")
del append, length
theseus.replace(items, "in args")
print(error.args)

# Memory that is lent.
data = bytearray(b"data")
view = memoryview(data)
refused(data, bytearray(b"more"))
view.release()
del view
theseus.replace(data, bytearray(b"more"))
print(data)

# Fields of native objects.
number = 10 ** 20
r = range(number, number + 3)
refused(r.start, "text")
proxy = types.MappingProxyType({"p": 1})
s = super(B, B())
refused(s.__self__, 5)
print(list(range(3))[1], proxy["p"])
