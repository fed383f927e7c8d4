# Which one-byte bytes and small ints are the shared objects of the pools, and which are fresh.
import struct
import sys

POOL = {i: bytes([i]) for i in range(256)}


def shared(make):
    b = make()
    return b is make() and type(b) is bytes


data = b"banana"
mutable = bytearray(data)
view = memoryview(data)
text = "b"
print("constant", shared(lambda: b"b"))
print("bytes of a list", shared(lambda: bytes([98])))
print("bytes of a range", shared(lambda: bytes(range(98, 99))))
print("bytes of a generator", shared(lambda: bytes(x for x in (98,))))
print("bytes of a bytearray", shared(lambda: bytes(bytearray(b"b"))))
print("bytes of a view", shared(lambda: bytes(view[:1])))
print("zeros", shared(lambda: bytes(1)))
print("slice", shared(lambda: data[:1]))
print("extended slice", shared(lambda: data[5:4:-1]))
print("view tobytes", shared(lambda: view[:1].tobytes()))
print("to_bytes", shared(lambda: (98).to_bytes(1, "little")))
print("bool to_bytes", shared(lambda: True.to_bytes(1, "little")))
print("encode", shared(lambda: text.encode()))
print("encode latin-1", shared(lambda: text.encode("latin-1")))
print("encode ascii", shared(lambda: text.encode("ascii")))
print("bytes of str", shared(lambda: bytes(text, "utf-8")))
print("concatenation", shared(lambda: data[:1] + data[:0]))
print("concatenation of two", shared(lambda: bytes(bytearray()) + bytes(bytearray(b"b"))))
print("repetition", shared(lambda: data[:1] * 1))
print("join", shared(lambda: b"".join([data[:1]])))
print("join of two", shared(lambda: b"".join([data[:1], b""])))
print("split", shared(lambda: data.split(b"anana")[0]))
print("partition", shared(lambda: data.partition(b"anana")[0]))
print("strip", shared(lambda: data.strip(b"an")))
print("replace", shared(lambda: data.replace(b"anana", b"")))
print("lower", shared(lambda: b"B".lower()))
print("translate", shared(lambda: data.translate(None, b"an")))
print("ljust", shared(lambda: data[:1].ljust(1)))
print("fromhex", shared(lambda: bytes.fromhex("62")))
print("struct", shared(lambda: struct.pack("B", 98)))
print("struct c", shared(lambda: struct.unpack("c", b"b")[0]))
print("percent", shared(lambda: b"%c" % 98))
print("removeprefix", shared(lambda: data.removesuffix(b"anana")))
print("splitlines", shared(lambda: b"b\nc".splitlines()[0]))
print("subclass", shared(lambda: type("B", (bytes,), {})(b"b")))

print("ints")
for make in (
    lambda: int("256"), lambda: int("257"), lambda: 255 + 1, lambda: 256 + 1, lambda: len(range(256)),
    lambda: len(range(257)), lambda: -5, lambda: -6, lambda: int("-5"), lambda: int("-6"), lambda: ord("a"),
    lambda: int(3.0), lambda: data[0], lambda: next(iter(mutable)), lambda: 10**2, lambda: 7 // 2, lambda: 2**8,
    lambda: int.from_bytes(b"\1", "big"), lambda: round(2.4), lambda: sum([1, 2]), lambda: True + 0,
    lambda: ~4, lambda: abs(-4), lambda: 1000 - 900, lambda: int(True), lambda: hash(5), lambda: range(10)[3],
    lambda: list(range(10))[3], lambda: [1, 2, 3].index(2), lambda: struct.unpack("B", b"a")[0],
):
    print(make(), make() is make())
