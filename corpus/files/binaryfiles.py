# Binary files, buffers, and streams written in Python.
import io
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "data.bin")


def attempt(f, *args, **kwargs):
    try:
        print("->", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, str(e).replace(folder, "FOLDER"))


with open(path, "wb") as f:
    print(type(f).__name__, f.mode, f.write(b"0123456789"), f.write(bytearray(b"ab")), f.write(memoryview(b"cd")), f.tell())
    attempt(f.write, "text")
    attempt(f.write, 5)
    attempt(f.read, 1)
    attempt(f.readline)
    f.flush()
    print(os.path.getsize(path))
with open(path, "rb") as f:
    print(type(f).__name__, f.read(3), f.peek(2)[:2], f.tell(), f.read1(2), f.seek(-2, 2), f.read(), f.read(), f.read(5))
    attempt(f.write, b"x")
    attempt(f.truncate)
    attempt(f.seek, -1)
    attempt(f.seek, 0, 7)
    attempt(f.read, -2)
    print(f.seek(2), f.seek(3, 1), f.read(1))
    buffer = bytearray(4)
    f.seek(0)
    print(f.readinto(buffer), buffer, f.readinto1(memoryview(buffer)[1:3]), buffer)
    attempt(f.readinto, b"abcd")
    attempt(f.readinto, "abcd")
    print(f.readable(), f.writable(), f.seekable(), f.isatty(), f.raw.closefd)
attempt(f.read)
attempt(f.peek)
attempt(f.seek, 0)
attempt(f.tell)
attempt(f.fileno)
with open(path, "r+b") as f:
    print(type(f).__name__, f.read(2), f.write(b"XY"), f.tell(), f.read(2), f.seek(0), f.read())
    print(f.truncate(5), f.seek(0), f.read())
with open(path, "ab") as f:
    print(f.tell(), f.write(b"more"), f.tell())
with open(path, "wb", buffering=0) as f:
    print(type(f).__name__, f.write(b"raw"), f.mode, repr(f).replace(folder, "FOLDER"))
print(open(path, "rb", buffering=0).readall(), repr(io.FileIO(path)).replace(folder, "FOLDER")[:30])
with open(path, "wb") as f:
    f.write(b"l1\nl2\n\nl4")
with open(path, "rb") as f:
    print(f.readline(), f.readline(1), f.readlines(), f.readline())
    f.seek(0)
    print(list(f))
    f.seek(0)
    print([f.readline(2) for _ in range(6)])
for args in ((path, "rw"), (path, "b"), (path, "q"), (path, "r", False), (-3,), (1.5,), (path, "r+x")):
    attempt(io.FileIO, *args)
attempt(io.BufferedReader, open(path, "wb"))
attempt(io.BufferedWriter, io.FileIO(path))
attempt(io.BufferedReader, io.FileIO(path), 0)
attempt(io.BufferedReader, 5)


class Raw(io.RawIOBase):
    def __init__(self, pieces):
        self.pieces = list(pieces)
        self.written = []

    def readable(self):
        return True

    def writable(self):
        return True

    def readinto(self, b):
        if not self.pieces:
            return 0
        piece = self.pieces.pop(0)
        if piece is None:
            return None
        n = min(len(piece), len(b))
        b[:n] = piece[:n]
        if piece[n:]:
            self.pieces.insert(0, piece[n:])
        return n

    def write(self, b):
        self.written.append(bytes(b))
        return len(b)


r = io.BufferedReader(Raw([b"abc", b"d\nef", None, b"gh"]), 4)
print(r.read(2), r.readline(), r.read(2), r.read(5), r.read(), r.closed)
raw = Raw([])
w = io.BufferedWriter(raw, 4)
w.write(b"12")
w.write(b"345")
w.write(b"6789abc")
print(raw.written)
w.close()
print(raw.written, raw.closed)
print(Raw([b"abc", b"def"]).readall(), Raw([b"abc"]).read(2), Raw([None]).read(3))
attempt(io.RawIOBase().read)
attempt(io.IOBase().seek, 0)
attempt(io.IOBase().fileno)
attempt(io.BufferedIOBase().read)
attempt(io.TextIOBase().write, "x")
t = io.TextIOWrapper(io.BufferedReader(Raw([b"caf\xc3", b"\xa9\r", b"\nnext\n"])), encoding="utf-8")
print(t.readline(), t.readline(), t.newlines)
pair = io.BufferedRWPair(Raw([b"in"]), Raw([]))
print(pair.read(), pair.write(b"out"), pair.flush(), pair.readable(), pair.writable())
print(io.DEFAULT_BUFFER_SIZE, io.UnsupportedOperation.__mro__[1:4], io.BlockingIOError is BlockingIOError)
print(issubclass(io.FileIO, io.RawIOBase), isinstance(io.BytesIO(), io.BufferedIOBase), io.open is open)


class Broken(Raw):
    def write(self, b):
        raise OSError(28, os.strerror(28))


w = io.BufferedWriter(Broken([]))
w.write(b"x")
attempt(w.flush)
attempt(w.close)
print(w.closed)
if os.path.exists("/dev/full"):
    f = open("/dev/full", "w")
    f.write("x")
    attempt(f.close)
    print(f.closed)
r, wfd = os.pipe()
os.close(r)
attempt(os.write, wfd, b"x")
os.close(wfd)
attempt(os.read, wfd, 1)
os.unlink(path)
os.rmdir(folder)
