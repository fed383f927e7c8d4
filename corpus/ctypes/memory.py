# [ours] Memory of objects by address: what is read, what is written, and what is refused, with the reason.
import ctypes
import gc
import sys
import theseus
from ctypes import c_size_t, c_ssize_t, c_ubyte, c_uint32, memmove, py_object

links = 16 if hasattr(sys, "getobjects") else 0


def at(x, name):
    return id(x) + {f.name: f.offset for f in theseus.layout(x)}[name]


def refused(f, *args):
    try:
        f(*args)
    except (ValueError, OSError) as e:
        text = str(e).split(": it ends")[0]
        for word in text.split():
            if word.startswith("0x"):
                text = text.replace(word, "0x...")
        print(type(e).__name__, text)
    else:
        print("done")


# The header: count and class.
o = object()
count = c_ssize_t.from_address(id(o) + links)
print(count.value, sys.getrefcount(o) - 1)
more = [o, o]
print(count.value, c_uint32.from_address(id(o) + links).value)
print(c_size_t.from_address(id(o) + links + 8).value == id(object), py_object.from_address(id(o) + links + 8).value)

# The parts of a float, an int, a str, a tuple.
print(ctypes.c_double.from_address(at(2.5, "value")).value, c_ssize_t.from_address(at(1 << 40, "value")).value == 1 << 40)
print(ctypes.string_at(at("text", "data"), 4), c_ssize_t.from_address(at((1, 2, 3), "ob_size")).value)
t = ("x", o, 5)
print(py_object.from_address(at(t, "[0]")).value, py_object.from_address(at(t, "[1]")).value is o)
print(ctypes.cast(id(o), py_object).value is o, ctypes.cast(id(t), py_object).value is t)

# Bytes are written, also whole pieces of them; hashes follow.
b = bytes(bytearray(b"a longer one"))
d = {b: 1}
memmove(at(b, "ob_sval") + 2, b"LONGER", 6)
print(b, b == b"a LONGER one", hash(b) == hash(b"a LONGER one"))
part = (c_ubyte * 3).from_address(at(b, "ob_sval"))
part[0:3] = b"XYZ"
print(b, list(part))
memmove(id(b"p"), id(b"q"), sys.getsizeof(b"p"))
print(b"p", theseus.pools.bytes.check())
print(theseus.pools.bytes.restore(), b"p")

# References are written and counted.
t = [1], [2]
new = [3]
before = sys.getrefcount(new)
py_object.from_address(at(t, "[0]")).value = new
print(t, sys.getrefcount(new) - before, t[0] is new)
memmove(at(t, "[0]"), at(t, "[1]"), 8)
print(t, t[0] is t[1], sys.getrefcount(new) - before)
cell = (lambda v: lambda: v)(1).__closure__[0]
py_object.from_address(at(cell, "cell_contents")).value = "written"
print(cell.cell_contents)
ctypes.c_void_p.from_address(at(cell, "cell_contents")).value = None
try:
    cell.cell_contents
except ValueError as e:
    print(e)


class Slotted:
    __slots__ = ("p", "q")


class Plain:
    pass


s, i = Slotted(), Plain()
s.p, i.x = "p", "x"
for field in theseus.layout(s):
    if field.name.startswith("."):
        py_object.from_address(id(s) + field.offset).value = field.name
py_object.from_address(at(i, ".x")).value = "written"
print(s.p, s.q, i.x)


class Other:
    pass


c_size_t.from_address(id(i) + links + 8).value = id(Other)
print(type(i).__name__, i.x)
j = Plain()
j.x = "of j"
memmove(id(i), id(j), i.__sizeof__())
print(type(i).__name__, i.x, i is j)

# What is refused.
word = c_size_t.from_address
byte = c_ubyte.from_address
f = lambda: None
refused(lambda: word(8).value)
refused(lambda: word(id(o) + 4096 * 4096 * 4096).value)
refused(lambda: word(-1).value)
refused(setattr, word(id(o) + links), "value", 100)
refused(setattr, word(id(o) + links + 8), "value", id(int))
refused(setattr, word(id(o) + links + 8), "value", 12345)
refused(setattr, word(at(2.5, "value")), "value", 1)
refused(setattr, word(at(t, "[0]")), "value", 12345)
refused(setattr, word(at(t, "[0]")), "value", 0)
refused(setattr, byte(at(t, "[0]") + 1), "value", 77)
refused(setattr, word(at(t, "ob_size")), "value", 100)
refused(setattr, word(at(b, "ob_size")), "value", 100)
refused(setattr, word(at(f, "__code__")), "value", id(f))
refused(setattr, word(at(f, "__name__")), "value", id(5))
refused(setattr, word(at(Plain, "__mro__")), "value", id(()))
refused(setattr, byte(at("text", "data")), "value", 0)
refused(memmove, id(5), id(6), sys.getsizeof(5))
refused(memmove, id(Plain), id(Slotted), object.__sizeof__(Plain))
refused(memmove, id(Plain), id(int), object.__sizeof__(Plain))
class Sub(Plain): pass
refused(memmove, id(Plain), id(Sub), object.__sizeof__(Plain))
x, y = {}, {1: 2}
refused(memmove, id(x), id(y), 24 + links + 8)
refused(memmove, id(o), id(o), -1)
refused(ctypes.memset, id(t), 0, 64)
refused(ctypes.string_at, id(o), 10**12)
refused(ctypes.CDLL, "libc.so.6")
refused(lambda: ctypes.cast(id(o) + 8, py_object).value)
ctypes.pythonapi.Py_IncRef(py_object(o))
ctypes.pythonapi.Py_DecRef(py_object(o))
refused(ctypes.pythonapi.Py_DecRef, py_object(o))
try:
    ctypes.pythonapi.PyRun_SimpleString
except AttributeError as e:
    print(str(e).split(",")[0])

gc.collect()
print(t, b, i.x)
