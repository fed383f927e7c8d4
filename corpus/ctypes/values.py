# Numbers, arrays, pointers, structures: what a ctypes that sees only its own memory does as CPython's.
import ctypes
from ctypes import *

for t in (c_byte, c_ubyte, c_short, c_ushort, c_int, c_uint, c_long, c_ulong, c_size_t, c_ssize_t, c_float, c_double, c_bool, c_char, c_void_p, c_char_p, py_object):
    print(t.__name__, sizeof(t), alignment(t))
print(c_ubyte(300).value, c_byte(200).value, c_int(2**31).value, c_uint(-1).value, c_size_t(-1).value)
print(c_int(5), c_ubyte(), c_double(1.5), c_bool(3), c_char(b"x"), c_float(0.1).value, c_void_p(), c_void_p(5).value)
x = c_int(1)
x.value = -7
print(x, bool(x), bool(c_int(0)), isinstance(x, c_int))
for bad in (lambda: c_int("a"), lambda: c_char(b"ab"), lambda: c_int(1.5)):
    try:
        bad()
    except TypeError as e:
        print(e)

A = c_ubyte * 4
a = A(1, 2, 3)
print(A.__name__, len(a), list(a), a[0], a[-1], a[1:3], sizeof(a), sizeof(A), A is c_ubyte * 4)
a[-2] = 255
a[0:2] = [9, 8]
print(list(a), bytes(a) if False else list(a))
for bad in (lambda: a[4], lambda: a[-5], lambda: A(1, 2, 3, 4, 5), lambda: a.__setitem__(4, 1)):
    try:
        bad()
    except IndexError as e:
        print(e)
matrix = ((c_int * 2) * 2)((1, 2), (3, 4))
print([list(row) for row in matrix], matrix[1][0], sizeof(matrix))
matrix[1][0] = 30
print([list(row) for row in matrix])

text = create_string_buffer(b"hello")
print(text.value, text.raw, sizeof(text), text[0], text[1:3])
text.value = b"hi"
print(text.value, text.raw)
print(string_at(text), string_at(text, 4), string_at(addressof(text) + 1))
memset(text, ord("z"), 2)
print(text.raw)
other = create_string_buffer(8)
memmove(other, text, 3)
memmove(addressof(other) + 4, b"wxyz", 3)
print(other.raw)


class Point(Structure):
    _fields_ = [("x", c_int), ("y", c_short), ("z", c_double)]


p = Point(1, y=2)
p.z = 0.5
print(p.x, p.y, p.z, sizeof(Point), Point.y.offset, Point.z.offset, Point.z.size)
q = Point.from_address(addressof(p))
q.x = 100
print(p.x)


class Line(Structure):
    _fields_ = [("a", Point), ("b", Point), ("tag", c_char)]


line = Line(p, Point(7, 8, 9))
line.b.x = 70
print(line.a.x, line.b.x, line.b.z, line.tag, sizeof(Line))


class Either(Union):
    _fields_ = [("n", c_uint), ("b", c_ubyte * 4)]


e = Either(0x01020304)
print(list(e.b), sizeof(Either))

n = c_int(42)
ptr = pointer(n)
print(ptr.contents.value, ptr[0], bool(ptr), bool(POINTER(c_int)()))
ptr[0] = 43
print(n.value, POINTER(c_int) is POINTER(c_int), POINTER(c_int).__name__)
try:
    POINTER(c_int)().contents
except ValueError as error:
    print(error)
chars = cast(text, POINTER(c_ubyte))
print(chars[0], chars[1])
print(c_char_p(b"abc").value, c_char_p().value)
o = py_object([1, 2])
print(o, o.value)
o.value = "text"
print(o.value)
try:
    py_object().value
except ValueError as error:
    print(error)
b = bytearray(b"\1\2\3\4")
shared = c_ushort.from_buffer(b, 2)
shared.value = 0xFFFF
print(b, c_uint.from_buffer_copy(b"\1\0\0\0").value)
for bad in (lambda: c_int.from_buffer(b, 1), lambda: c_int.from_buffer(b, -1), lambda: c_int.from_buffer(b"abcd")):
    try:
        bad()
    except (ValueError, TypeError) as error:
        print(type(error).__name__, error)


class Own(c_int):
    pass


print(type((Own * 2)(1, 2)[0]).__name__, Own(5).value)
api = pythonapi.PyBytes_FromStringAndSize
api.restype = py_object
api.argtypes = [c_char_p, c_ssize_t]
print(api(b"abc", 2), api(b"abc", 1) is bytes([97]))
cell = (lambda v: lambda: v)(1).__closure__[0]
pythonapi.PyCell_Set(py_object(cell), py_object("set"))
print(cell.cell_contents)
repr_of = pythonapi.PyObject_Repr
repr_of.restype = py_object
print(repr_of(py_object("x")))
for bad in (lambda: pythonapi.PyCell_Set(cell, 1), lambda: pythonapi.PyObject_Length([])):
    try:
        bad()
    except ArgumentError as error:
        print(error)
