# [ours] A broken pool of one-byte bytes: everyone who holds an object of it sees it, the runtime does not.
import io
import sys
import theseus

pool = theseus.pools.bytes
before = compile("b'a'", "<before>", "eval")
held = [b"a", (b"a",), {"k": b"a"}]
print(pool.check(), pool)

print(pool.corrupt(97, 98), pool.check())
print(b"a" == b"b", [b"a"][0] is [b"b"][0], held, eval(before), eval("b'a'"), hash(b"a") == hash(b"b"))
print((97).to_bytes(1, "little"), b"aa", bytearray(b"a"), bytes(bytearray(b"a")))
print("a".encode(), bytes([97]), b"banana"[1:2], b"banana"[1], b"x" + b"a", [b"a"].index(b"b"))
during = compile("b'a'", "<during>", "eval")
print(pool.restore(), pool.check(), pool.restore())
print(b"a" == b"b", held, eval(before), eval(during), hash(b"a") == hash((97).to_bytes(1, "big")))

# A value may be a byte, too; the least and the greatest index; what is refused.
pool.corrupt(0, b"\xff")
pool.corrupt(255, 0)
print(b"\0", b"\xff", pool.check())
print(pool.restore(), b"\0", b"\xff")
for index, value in ((256, 1), (-1, 1), (1, 256), (1, -1), (1, b"xy"), ("a", 1), (1, "a"), (10**30, 1)):
    try:
        pool.corrupt(index, value)
    except Exception as e:
        print(type(e).__name__, e)
print(pool.check())

# All of them broken: output, files, and text in other encodings stay as they are.
for i in range(256):
    pool.corrupt(i, 98)
print(len(pool.check()), pool)
print("one", 2, [3.5], sep=" - ", end=".\n")
print(b"a", b"\n", b"xyz", b"", list(b"ab"), b"ab".hex())
print("tab\there", "é", "\u20ac")
sys.stdout.write("x")
sys.stdout.write("\n")
sys.stdout.buffer.write(b"ab\n")
sys.stdout.buffer.flush()
raw = io.BytesIO()
text = io.TextIOWrapper(raw, encoding="utf-8", newline="\n")
for c in "a b\n":
    text.write(c)
    text.flush()
print(raw.getvalue(), raw.getvalue() == b"a b\n")


class Raw(io.RawIOBase):
    def __init__(self):
        self.all = bytearray()

    def writable(self):
        return True

    def write(self, data):
        self.all += data
        return len(data)


own = Raw()
text = io.TextIOWrapper(io.BufferedWriter(own), encoding="latin-1", write_through=True)
for c in "q\xe9\n":
    text.write(c)
text.flush()
print(own.all)
print(b"a,b".split(b","), b" a ".strip(), b"a" * 3)
print(pool.restore(), b"a", b"\n", pool.check())
