# [slow] Zip archives, written, read and extracted.
import builtins
import re


def print(*values, **options):
    """As the built-in one, without addresses."""
    builtins.print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


import zipfile, io, os, tempfile

buf = io.BytesIO()
with zipfile.ZipFile(buf, "w", zipfile.ZIP_DEFLATED) as z:
    z.writestr("a.txt", "hello " * 100)
    z.writestr("dir/b.txt", b"bytes\x00")
    info = zipfile.ZipInfo("c.bin", (2020, 1, 2, 3, 4, 6))
    info.compress_type = zipfile.ZIP_STORED
    z.writestr(info, b"stored")
    z.comment = b"a comment"
print(len(buf.getvalue()) > 100)
with zipfile.ZipFile(buf) as z:
    print(z.namelist(), z.comment)
    for i in z.infolist():
        print(i.filename, i.file_size, i.compress_type, hex(i.CRC), i.is_dir())
    print(z.read("a.txt")[:11])
    print(z.getinfo("c.bin"))
    print(z.testzip())
    with z.open("dir/b.txt") as f:
        print(f.read(3), f.read())
    try:
        z.getinfo("nope")
    except KeyError as e:
        print(e)
    try:
        z.open("nope")
    except KeyError as e:
        print(e)
    p = zipfile.Path(z)
    print(sorted((x.name for x in p.iterdir())))
    print((p / "dir" / "b.txt").exists(), (p / "dir").is_dir(), (p / "a.txt").read_text()[:5])
with tempfile.TemporaryDirectory() as d:
    with zipfile.ZipFile(buf) as z:
        z.extractall(d)
    print(sorted(os.listdir(d)), open(os.path.join(d, "dir", "b.txt"), "rb").read())
try:
    zipfile.ZipFile(io.BytesIO(b"not a zip"))
except zipfile.BadZipFile as e:
    print("bad:", e)
print(zipfile.is_zipfile(io.BytesIO(b"xx")), zipfile.is_zipfile(buf))
with zipfile.ZipFile(buf, "a") as z:
    z.writestr("later.txt", "more")
print(zipfile.ZipFile(buf).namelist())
print(repr(zipfile.ZipFile(buf)))
