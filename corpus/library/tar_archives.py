# [slow] Tar archives, with links and filters.
import builtins
import re


def print(*values, **options):
    """As the built-in one, without addresses."""
    builtins.print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


import tarfile, io, os, tempfile, time

buf = io.BytesIO()
with tarfile.open(fileobj=buf, mode="w:gz") as t:
    for name, data in [("one.txt", b"first"), ("d/two.txt", b"second file")]:
        ti = tarfile.TarInfo(name)
        ti.size = len(data)
        ti.mtime = 1000000
        ti.mode = 416
        t.addfile(ti, io.BytesIO(data))
    ti = tarfile.TarInfo("d/link")
    ti.type = tarfile.SYMTYPE
    ti.linkname = "two.txt"
    t.addfile(ti)
    ti = tarfile.TarInfo("e")
    ti.type = tarfile.DIRTYPE
    t.addfile(ti)
buf.seek(0)
with tarfile.open(fileobj=buf) as t:
    for m in t:
        print(m.name, m.size, oct(m.mode), m.isfile(), m.isdir(), m.issym(), m.linkname, m.type)
    print(t.getnames())
    print(t.extractfile("d/two.txt").read())
    print(t.getmember("one.txt"))
    try:
        t.getmember("zzz")
    except KeyError as e:
        print(e)
    print(t.extractfile("e"))
with tempfile.TemporaryDirectory() as d:
    buf.seek(0)
    with tarfile.open(fileobj=buf) as t:
        t.extractall(d, filter="data")
    print(sorted(os.listdir(d)), os.readlink(os.path.join(d, "d", "link")))
    with tarfile.open(os.path.join(d, "x.tar"), "w") as t:
        t.add(os.path.join(d, "one.txt"), arcname="renamed")
        t.list(verbose=False)
try:
    tarfile.open(fileobj=io.BytesIO(b"junk" * 200))
except tarfile.ReadError as e:
    print("ReadError", str(e).splitlines()[0])
evil = io.BytesIO()
with tarfile.open(fileobj=evil, mode="w") as t:
    ti = tarfile.TarInfo("../evil")
    t.addfile(ti)
evil.seek(0)
with tempfile.TemporaryDirectory() as d, tarfile.open(fileobj=evil) as t:
    try:
        t.extractall(d, filter="data")
    except tarfile.OutsideDestinationError as e:
        print(type(e).__name__)
