# Fields of some bits, numbers in the other order of bytes, and what fields may not be.
import ctypes
from ctypes import wintypes


class Bits(ctypes.Structure):
    _fields_ = [
        ("a", ctypes.c_uint8, 3), ("b", ctypes.c_uint8, 5),
        ("c", ctypes.c_int, 4), ("d", ctypes.c_int, 28), ("e", ctypes.c_int, 1),
    ]


bits = Bits(a=5, b=9, c=-3)
print(bits.a, bits.b, bits.c, bits.d, bits.e, ctypes.sizeof(Bits), bytes(bits))
print(Bits.a, Bits.b, Bits.c, Bits.d, Bits.e)
bits.a = 9
bits.e = 1
print(bits.a, bits.e)


class Header(ctypes.BigEndianStructure):
    _fields_ = [
        ("kind", ctypes.c_uint16), ("size", ctypes.c_uint32), ("pair", ctypes.c_uint8 * 2), ("share", ctypes.c_float),
    ]


header = Header(1, 2, (3, 4), 1.5)
print(bytes(header), header.kind, header.size, header.share, header.pair[:], Header.kind)
print(Header.from_buffer_copy(bytes(header)).size)
print(ctypes.BigEndianStructure, ctypes.LittleEndianStructure is ctypes.Structure)
print(ctypes.c_int * 3, ctypes.POINTER(ctypes.c_int))

for bases, fields in [
    (ctypes.Structure, [("a", ctypes.c_float, 3)]), (ctypes.Structure, [("a", ctypes.c_int, 33)]),
    (ctypes.BigEndianStructure, [("a", ctypes.c_void_p)]), (ctypes.Structure, [("a", 5)]), (ctypes.Structure, [("a",)]),
]:
    try:
        type("Refused", (bases,), {"_fields_": fields})
    except (TypeError, ValueError) as error:
        print(type(error).__name__, error)
for attempt in (
    lambda: Bits(1, a=2), lambda: Bits(1, 2, 3, 4, 5, 6), ctypes.Structure, lambda: ctypes.pointer(5),
    lambda: ctypes.cast(1, ctypes.c_int),
):
    try:
        attempt()
    except TypeError as error:
        print(error)
print(wintypes.DWORD, wintypes.RECT(1, 2).top, wintypes.RGB(1, 2, 3), ctypes.sizeof(wintypes.MSG))
