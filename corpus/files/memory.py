# StringIO, BytesIO and IncrementalNewlineDecoder.
import io


def attempt(f, *args, **kwargs):
    try:
        print("->", repr(f(*args, **kwargs)))
    except Exception as e:
        print(type(e).__name__, e)


s = io.StringIO("one\ntwo\nthree")
print(s.read(2), s.readline(), s.tell(), s.readlines(), s.read(), s.getvalue())
print(s.seek(0), s.write("ONE!"), s.getvalue(), s.seek(20), s.write("é€"), repr(s.getvalue()))
print(s.truncate(5), s.getvalue(), s.tell(), s.seek(0, 2), s.closed, s.readable(), s.line_buffering)
attempt(s.write, b"x")
attempt(s.seek, -1)
attempt(s.seek, 1, 1)
attempt(s.seek, 0, 5)
attempt(s.truncate, -1)
attempt(s.read, "x")
attempt(s.fileno)
attempt(s.detach)
for newline in (None, "", "\n", "\r", "\r\n"):
    t = io.StringIO("a\nb\r\nc\rd", newline=newline)
    print(repr(newline), repr(t.getvalue()), t.readlines(), t.newlines)
    t = io.StringIO(newline=newline)
    t.write("x\ny\r\nz")
    print(repr(t.getvalue()))
attempt(io.StringIO, 5)
attempt(io.StringIO, newline="q")
attempt(io.StringIO, newline=3)
with io.StringIO() as t:
    print("printed", 1, None, file=t, sep="-", end="!")
    print(t.getvalue(), list(t))
attempt(t.getvalue)
attempt(t.write, "x")
attempt(next, t)
print(t.closed)


class Sub(io.StringIO):
    def __init__(self, text, extra):
        super().__init__(text)
        self.extra = extra


sub = Sub("l1\nl2\n", 5)
print(list(sub), sub.extra, sub.__getstate__())
new = io.StringIO()
new.__setstate__(("abc\n", "\n", 2, None))
print(new.read(), new.tell())

b = io.BytesIO(b"one\ntwo\nthree")
print(b.read(2), b.readline(), b.tell(), b.readlines(), b.read(), b.getvalue())
print(b.seek(0), b.write(b"ONE!"), b.getvalue(), b.seek(16), b.write(memoryview(b"end")), b.getvalue())
print(b.truncate(5), b.getvalue(), b.tell(), b.seek(-2, 2), b.read1(1), b.read1(), b.closed)
buffer = bytearray(3)
b.seek(0)
print(b.readinto(buffer), buffer, b.getbuffer().nbytes, b.isatty(), b.seekable())
attempt(b.write, "x")
attempt(b.seek, -1)
attempt(b.seek, 0, 5)
attempt(b.truncate, -1)
attempt(b.read, 1.5)
attempt(io.BytesIO, "x")
attempt(io.BytesIO, 5)
view = b.getbuffer()
view[0] = 90
attempt(b.write, b"more")
attempt(b.truncate, 0)
attempt(b.close)
view.release()
print(b.getvalue(), b.write(b"more"), b.getvalue())
print(list(io.BytesIO(b"a\nb\nc")), io.BytesIO(b"a\nb").readlines(1), io.BytesIO(b"a\nb").readline(1))
w = io.BytesIO()
w.writelines([b"a", bytearray(b"b"), memoryview(b"c")])
print(w.getvalue(), w.__getstate__())
w.close()
attempt(w.read)
attempt(w.getvalue)
text = io.TextIOWrapper(io.BytesIO(), encoding="utf-8", newline="\r\n", write_through=True)
text.write("a\nb")
print(text.buffer.getvalue(), text.write_through, text)

d = io.IncrementalNewlineDecoder(None, translate=True)
print([d.decode("a\r"), d.decode("\nb\r"), d.decode("c"), d.decode("\r", final=True)], d.newlines)
d.reset()
print(d.newlines, d.decode("x\r"), d.getstate(), d.decode("", final=True))
d = io.IncrementalNewlineDecoder(None, translate=False)
print([d.decode("a\r"), d.decode("\nb\r"), d.decode("c\n")], d.newlines)
