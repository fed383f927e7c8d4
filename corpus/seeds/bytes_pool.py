# After a question on Stack Overflow and its answers, which name no title or date: whether interned one-byte
# bytes can be restored after somebody wrote into them (@abarnert explained the pool, @jfs showed ctypes).
import ctypes
import sys


def do_bad_things():
    shared = b"a"
    (ctypes.c_ubyte * sys.getsizeof(shared)).from_address(id(shared))[-2] = 98


kept = {"holder": b"a"}
compiled_before = compile("b'a'", "<before>", "eval")
print(b"a" == b"b", b"a", (97).to_bytes(1, byteorder="little"))
do_bad_things()
print(b"a" == b"b", b"a", kept, eval(compiled_before), eval("b'a'"))
# Not every way to make bytes asks the pool.
print((97).to_bytes(1, byteorder="little"), b"aa")

# The answer: the interpreter's own function gives the shared object of each byte, whatever it holds now.
from_string = ctypes.pythonapi.PyBytes_FromStringAndSize
from_string.restype = ctypes.py_object
from_string.argtypes = [ctypes.c_void_p, ctypes.c_ssize_t]


def shared_byte(i):
    source = (ctypes.c_ubyte * 1)(i)
    return from_string(ctypes.addressof(source), 1)


def replace_first_byte(shared, value):
    (ctypes.c_ubyte * sys.getsizeof(shared)).from_address(id(shared))[-2] = value


def restore_bytes_pool():
    for i in range(256):
        replace_first_byte(shared_byte(i), i)


def corrupt_bytes_pool():
    for i in range(256):
        replace_first_byte(shared_byte(i), 98)


restore_bytes_pool()
print(b"a" == b"b", b"a", kept, eval(compiled_before))

corrupt_bytes_pool()
broken = [bytes([i]) for i in (0, 10, 32, 97, 255)], eval("b'z'")
restore_bytes_pool()
print(len({bytes([i]) for i in range(256)}), all(bytes([i])[0] == i for i in range(256)), b"\n", eval("b'z'"))
print(b"a".join([b"x", b"y"]), sys.getsizeof(b"a") - (16 if hasattr(sys, "getobjects") else 0))
