# [slow] Gzip, whole and in streams.
import gzip, io, os, tempfile, zlib

data = b"some text to compress " * 50
c = gzip.compress(data, mtime=0)
print(c[:4], gzip.decompress(c) == data)
b = io.BytesIO()
with gzip.GzipFile("name.txt", "wb", fileobj=b, mtime=1) as f:
    print(f.write(data), f.tell(), f.writable(), f.mode)
b.seek(0)
with gzip.open(b, "rt") as f:
    print(f.readline()[:20], f.encoding.lower())
b.seek(0)
g = gzip.GzipFile(fileobj=b)
print(g.read(10), g.seek(5), g.read(4), g.peek(3)[:3], g.mtime)
print(repr(g)[:11])
try:
    gzip.decompress(b"nope")
except gzip.BadGzipFile as e:
    print(e)
try:
    gzip.decompress(c[:-4])
except EOFError as e:
    print(e)
bad = bytearray(c)
bad[-6] ^= 1
try:
    gzip.decompress(bytes(bad))
except gzip.BadGzipFile as e:
    print(str(e)[:16])
with tempfile.TemporaryDirectory() as d:
    n = os.path.join(d, "x.gz")
    with gzip.open(n, "wt", encoding="utf-8", newline="\n") as f:
        f.write("héllo\nworld\n")
    with gzip.open(n, "rt", encoding="utf-8") as f:
        print(list(f))
    with gzip.open(n, "ab") as f:
        f.write(b"again")
    print(gzip.open(n).read())
try:
    gzip.open("x", "rtb")
except ValueError as e:
    print(e)
try:
    gzip.open("x", "rb", encoding="utf-8")
except ValueError as e:
    print(e)
