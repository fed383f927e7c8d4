"""mmap: mapped files and memory. [slow]"""
import mmap, os, tempfile
f = tempfile.TemporaryFile()
f.write(b'hello\nworld\n' * 3)
f.flush()
m = mmap.mmap(f.fileno(), 0)
print(len(m), m[0], m[1:5], m[::-6], m.find(b'world'), m.rfind(b'world'), m.find(b'zz'), m.readline(), m.tell(), m.read(3), m.read_byte())
m[0:5] = b'HELLO'
m[5] = 33
m.seek(0)
print(m.read(12))
m.seek(-3, 2)
print(m.read())
m.flush()
f.seek(0)
print(f.read(12))
print(m.size())
m.move(0, 6, 5)
print(m[:12])
m.resize(72)
print(len(m), m.size())
m.seek(0)
print(m.write(b'xy'))
m.write_byte(65)
print(m[:4], repr(m))
v = memoryview(m)
print(v[:3].tobytes(), v.readonly)
for fn in (m.close, lambda: m.resize(5)):
    try:
        fn()
    except BufferError as e:
        print(e)
v.release()
import re
print(re.search(b'w.r', m).group())
print([x for x in m][:3], b'x' in m)
for fn in (lambda: m.seek(1000), lambda: m[1000], lambda: mmap.mmap(f.fileno(), 10 ** 6), lambda: m.__setitem__(slice(0, 3), b'a'), lambda: m['a'], lambda: m.write(b'x' * 1000), lambda: mmap.mmap(-1, -1), lambda: mmap.mmap(-1, 0), lambda: mmap.mmap(9999, 10)):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
m.close()
print(m.closed, repr(m))
try:
    m.read()
except ValueError as e:
    print(e)
r = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_READ)
print(r.read(4))
try:
    r[0] = 1
except TypeError as e:
    print(e)
print(memoryview(r).readonly)
c = mmap.mmap(f.fileno(), 0, access=mmap.ACCESS_COPY)
c[0] = 0
f.seek(0)
print(f.read(1))
a = mmap.mmap(-1, 20)
if os.fork() == 0:
    a[0:2] = b'hi'
    os._exit(0)
os.wait()
print(a[:3])
with mmap.mmap(-1, 4096) as z:
    print(len(z))
    z.madvise(mmap.MADV_WILLNEED)
print(z.closed)
