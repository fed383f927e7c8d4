# [slow] Bzip2, whole, in streams and in files.
import bz2, io, os, tarfile, tempfile, shutil

data = b"some text, again and again " * 200
for level in (1, 5, 9):
    c = bz2.compress(data, level)
    print(level, len(c), c[:4], bz2.decompress(c) == data)
print(
    bz2.compress(b""),
    bz2.decompress(bz2.compress(b"")),
    bz2.decompress(bz2.compress(b"a") + bz2.compress(b"b")),
)


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


t(lambda: bz2.decompress(b"junk"))
t(lambda: bz2.decompress(bz2.compress(data)[:-5]))
t(lambda: bz2.compress(data, 0))
t(lambda: bz2.BZ2Compressor(10))
t(lambda: bz2.open("x", "rtb"))
t(lambda: bz2.BZ2File("/nonexistent/x"))
k = bz2.BZ2Compressor()
parts = [k.compress(data[:100]), k.compress(data[100:]), k.flush()]
print(b"".join(parts) == bz2.compress(data))
t(lambda: k.compress(b""))
t(k.flush)
d = bz2.BZ2Decompressor()
out = d.decompress(b"".join(parts) + b"tail", 50)
print(out[:9], d.eof, d.needs_input)
while not d.eof:
    out += d.decompress(b"", 1000)
print(out == data, d.unused_data, d.needs_input)
t(lambda: d.decompress(b"x"))
with tempfile.TemporaryDirectory() as folder:
    name = os.path.join(folder, "f.bz2")
    with bz2.open(name, "wt", encoding="utf-8") as f:
        f.write("héllo\nworld\n")
    with bz2.open(name, "rt", encoding="utf-8") as f:
        print(list(f))
    with bz2.BZ2File(name, "ab") as f:
        print(f.write(b"more"), f.tell(), f.writable())
    with bz2.BZ2File(name) as f:
        print(f.read(3), f.peek(2)[:2], f.seek(1), f.readline(), f.read(), f.readable())
    archive = shutil.make_archive(os.path.join(folder, "a"), "bztar", folder, "f.bz2")
    print(tarfile.open(archive).getnames(), archive[-9:])
