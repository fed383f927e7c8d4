# memoryview: shapes, formats, casts, slices, errors; and classes with __buffer__.
def t(f):
    try: print(f())
    except BaseException as e: print(type(e).__name__, e)
m=memoryview(bytearray(range(24)))
for c in "cbBhHiIlLqQnNfde?Ps":
    t(lambda: (c, m.cast(c)[0:2].tolist()))
    t(lambda: memoryview(bytearray(8)).cast(c).__setitem__(0, 'x'))
    t(lambda: memoryview(bytearray(8)).cast(c).__setitem__(0, 2**70))
    t(lambda: memoryview(bytearray(8)).cast(c).__setitem__(0, -1))
x=m.cast('B',[2,3,4])
t(lambda: x[0]); t(lambda:x[0,1,2]); t(lambda:x[0,1]); t(lambda:x[0,1,2,3]); t(lambda:x[0:1].tolist()); t(lambda:x[0:1,0:1]); t(lambda: x['a']); t(lambda: list(x)); t(lambda: len(x))
t(lambda: x.cast('B',[24,1])); t(lambda: x.cast('H').tolist())
t(lambda: x[::2].tobytes()); t(lambda: x.tobytes('F')); t(lambda: x.tobytes('X'));t(lambda: x.tobytes(3))
t(lambda: x.strides); t(lambda: x.f_contiguous)
z=memoryview(b'\x01').cast('B',[]); t(lambda: z.shape); t(lambda: z[()]); t(lambda:len(z)); t(lambda:z.tolist()); t(lambda: z[0]); 
t(lambda: m[0:2].cast('H',shape=(1,)).tolist()); t(lambda: m.cast('H',shape=3)); t(lambda: m.cast('H',shape=(0,))); t(lambda: m.cast('H',shape=('a',))); t(lambda:m.cast('B',shape=[5])); t(lambda: m.cast('H').cast('I')); t(lambda: m[:3].cast('H')); t(lambda: m[::2].cast('H')); t(lambda: m.cast('@H').format)
t(lambda: hash(memoryview(bytearray(3)).toreadonly())); t(lambda: hash(memoryview(bytes(8)).cast('I')))
t(lambda: hash(m)); t(lambda: memoryview(3)); t(lambda: memoryview()); 
class A:
    def __buffer__(self,f): print('buf',f); return memoryview(b'abc')
    def __release_buffer__(self,v): print('rel', v.tobytes())
a=memoryview(A()); t(lambda: a.tobytes()); a.release();  
class B:
    def __buffer__(self,f): return 3
t(lambda: memoryview(B()))
import array
t(lambda: memoryview(array.array('d',[1,2])).cast('B')[0:3].tolist())
t(lambda: memoryview(array.array('i',[1,2]))==memoryview(array.array('q',[1,2])))
t(lambda: memoryview(array.array('u','ab'))==memoryview(array.array('u','ab')))
t(lambda: memoryview(array.array('u','ab'))[0])
t(lambda: z.__setitem__((),5)); t(lambda: x.__setitem__(0,1)); t(lambda: x.__setitem__((0,0),1));  t(lambda: x.__setitem__((0,0,0),1)); t(lambda: x.__setitem__(slice(0,1),1));t(lambda: m.__setitem__(slice(0,1),1));t(lambda: m.__setitem__(slice(0,1),b'ab')); t(lambda: m.__setitem__(99,1))
t(lambda: m.__delitem__(0)); t(lambda: memoryview(b'ab')[5]); t(lambda: memoryview(b'ab')[2**80]); t(lambda: m.cast(b'B')); 
b = bytearray(b"abcdef")
with memoryview(b) as v:
    for change in (lambda: b.append(1), lambda: b.extend(b"x"), lambda: b.pop(), lambda: b.__delitem__(0), b.clear):
        t(change)
    v[0] = 122
    v[1:3] = b"YX"
    print(b, v[::-1].tobytes(), v.hex(":"), bytes(v[::2]), v.toreadonly().readonly, v == b, v[1:] == b[1:])
t(lambda: v[0])
t(lambda: v.tobytes())
print(v == v, v == b, "released" in repr(v))
b.append(1)
print(b)
w = memoryview(b"abc")
print(hash(w) == hash(b"abc"), {w: 1}[b"abc"], w.obj, w.nbytes, w.itemsize, w.ndim, w.suboffsets, w.c_contiguous)
print(bytes(w), bytearray(w), list(w), 98 in w, b"".join([w, w]), b"ab" + w[2:], int.from_bytes(w, "big"))
print(w[::-1] == b"cba", w[::-2].strides, w[::-1].contiguous, memoryview(w[::-1]).tolist())
