# Text files: modes, newlines, encodings, positions, errors.
import os
import tempfile

folder = tempfile.mkdtemp()
path = os.path.join(folder, "text.txt")


def attempt(f, *args, **kwargs):
    try:
        print("->", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, str(e).replace(folder, "FOLDER"))


with open(path, "w", encoding="utf-8") as f:
    print(f.mode, f.encoding, f.errors, f.newlines, f.line_buffering, f.closed)
    print(f.write("one\ntwo é\nthree €\n"), f.tell())
    f.writelines(["four\n", "five"])
    attempt(f.read)
    attempt(f.write, 5)
    attempt(f.write, None)
print(f.closed)
attempt(f.write, "x")
attempt(f.read)
attempt(f.flush)
attempt(f.__enter__)
attempt(lambda: next(f))

with open(path, encoding="utf-8") as f:
    print(f.readline(), f.tell(), f.readline(2), f.tell(), f.read(3), f.tell())
    mark = f.tell()
    rest = f.read()
    f.seek(mark)
    print(f.read() == rest, repr(rest))
    f.seek(0)
    print(f.readlines(6), f.readlines())
    attempt(f.seek, 3, 1)
    attempt(f.seek, 3, 2)
    attempt(f.seek, -1)
    attempt(f.seek, 0, 9)
    print(f.seek(0, 2), f.read(), f.seek(0), f.fileno() > 2, f.isatty())
    for line in f:
        print(repr(line))
        attempt(f.tell)
        break
    print(list(f), f.tell())

for newline in (None, "", "\n", "\r", "\r\n"):
    with open(path, "w", newline=newline, encoding="ascii") as f:
        f.write("a\nb\r\nc\rd")
    with open(path, "rb") as f:
        print(repr(newline), f.read())
    with open(path, "wb") as f:
        f.write(b"a\nb\r\nc\rd\r\n")
    with open(path, newline=newline, encoding="ascii") as f:
        print(f.newlines, f.readlines(), f.newlines)
    with open(path, newline=newline, encoding="ascii") as f:
        print([f.read(2) for _ in range(6)])
attempt(open, path, newline="x")
attempt(open, path, newline=5)

for encoding in ("utf-8", "latin-1", "ascii", "utf-16", "utf-8-sig", "cp1252", "utf-32-be"):
    try:
        with open(path, "w", encoding=encoding) as f:
            f.write("é1\n")
            f.write("é2\n")
        with open(path, "a", encoding=encoding) as f:
            f.write("é3\n")
        with open(path, "rb") as f:
            print(encoding, f.read())
        with open(path, encoding=encoding) as f:
            first = f.readline()
            mark = f.tell()
            second = f.readline()
            f.seek(mark)
            print(repr(first), repr(second), repr(f.readline()), f.read())
    except UnicodeError as e:
        print(encoding, type(e).__name__, e)
attempt(open, path, encoding="nope")
attempt(open, path, encoding="hex")

with open(path, "wb") as f:
    f.write(b"ok \xff\xfe end \xe9")
for errors in ("strict", "ignore", "replace", "backslashreplace", "surrogateescape", "nope"):
    with open(path, encoding="utf-8", errors=errors) as f:
        attempt(f.read)
with open(path, "w", encoding="ascii", errors="xmlcharrefreplace") as f:
    f.write("é€\n")
print(open(path, encoding="ascii").read())

with open(path, "r+", encoding="utf-8") as f:
    f.write("12")
    f.seek(0)
    print(f.read(4))
    f.seek(0, 2)
    f.write("tail")
    f.seek(0)
    print(f.read())
    print(f.truncate(3), f.seek(0), f.read())
attempt(open, path, "x")
attempt(open, os.path.join(folder, "missing", "x"), "w")
attempt(open, os.path.join(folder, "missing"))
attempt(open, folder)
for mode in ("", "q", "rw", "rb+t", "rr", "U", "r+w", "b", "wa"):
    attempt(open, path, mode)
attempt(open, path, "rb", encoding="utf-8")
attempt(open, path, "rb", errors="strict")
attempt(open, path, "rb", newline="")
attempt(open, path, buffering=0)
attempt(open, "a\0b")
attempt(open, None)
attempt(open, 1.5)
attempt(open, -1)
attempt(open, 9999)
attempt(open)
attempt(open, path, "r", -1, None, None, None, False)

f = open(path, "w", encoding="utf-8")
print(repr(f).replace(folder, "FOLDER"))
print(repr(f.buffer).replace(folder, "FOLDER"))
print(repr(f.buffer.raw).replace(folder, "FOLDER"))
f.reconfigure(line_buffering=True, newline="\r\n")
f.write("line\n")
print(open(path, "rb").read(), f.line_buffering)
f.reconfigure(encoding="latin-1", errors="replace")
f.write("é€")
b = f.detach()
attempt(f.write, "x")
attempt(f.detach)
b.close()
print(open(path, "rb").read(), b.closed, b.raw.closed)
print(open(path, "w", encoding="utf-8").write("dropped but written"))
print(open(path, encoding="utf-8").read())

odd = os.path.join(os.fsencode(folder), b"n\xff\xfee")
with open(odd, "w", encoding="utf-8") as f:
    f.write("odd")
names = sorted(n for n in os.listdir(folder) if n.startswith("n"))
print(ascii(names), open(os.path.join(folder, names[0]), encoding="utf-8").read())
print([n for n in os.listdir(os.fsencode(folder)) if n.startswith(b"n")])
for name in os.listdir(folder):
    os.unlink(os.path.join(folder, name))
os.rmdir(folder)
