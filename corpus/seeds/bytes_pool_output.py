# [ours] After the same question (see bytes_pool.py): with the whole pool broken CPython prints 'b' for the
# space between two words and for the end of a line. Here output goes on, and the pool can be mended.
import ctypes
import sys
import theseus

from_string = ctypes.pythonapi.PyBytes_FromStringAndSize
from_string.restype = ctypes.py_object
from_string.argtypes = [ctypes.POINTER(ctypes.c_uint8), ctypes.c_ssize_t]


def corrupt_bytes_pool():
    for i in range(256):
        shared = from_string((ctypes.c_uint8 * 1)(i), 1)
        (ctypes.c_ubyte * sys.getsizeof(shared)).from_address(id(shared))[-2] = 98


corrupt_bytes_pool()
print("these", "words", "are", "apart", b"a", b"z")
print(len(theseus.pools.bytes.check()), "of them are wrong: all but", ord("b"))
print(theseus.pools.bytes.restore(), b"a", b"z", theseus.pools.bytes.check())

# One at a time; the pool tells which.
b = b"q"
(ctypes.c_ubyte * sys.getsizeof(b)).from_address(id(b))[-2] = 0
print(theseus.pools.bytes.check(), [ord("q")], b"q", b)
theseus.pools.bytes.restore()
print(b"q", b)
