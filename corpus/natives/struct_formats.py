# The format language of struct, its errors and its objects.
import struct
def t(f):
    try: print(repr(f()))
    except BaseException as e: print(type(e).__name__, e)
for pre in '@<>':
  for c in 'bBhHiIlLqQnNP':
    for v in (2**70,-1,'x',2**63,300,-70000):
      print(pre,c,v,end=' '); t(lambda: struct.pack(pre+c,v))
for c in 'efd':
    for v in (1e300,'x',2**2000,1,65519,65520,1e39):
      print(c,v,end=' '); t(lambda: struct.pack(c,v)); 
      print(c,v,end=' '); t(lambda: struct.pack('>'+c,v))
for c,v in (('c',b'ab'),('c','a'),('c',3),('s','a'),('p',3),('3s',b'abcde'),('3p',b'abcde'),('p',b'a'),('0p',b''),('0s',b'a'),('?',[]),('?','x'),('c',bytearray(b'a')),('s',bytearray(b'a'))):
    print(c,v,end=' '); t(lambda: struct.pack(c,v))
for f in ('3','5 i','i5','z','<n','<P','@n',' i  i ','99999999999999999999i','9999999999999999999s','é','i\0',3,b'ii',None,'<3x2h','hhi','hhi0q','0l','b0l','<','','bq','2b 3h','9223372036854775807i'):
    print(f,end=' '); t(lambda: struct.calcsize(f))
    t(lambda: struct.Struct(f).format)
t(lambda: struct.pack('ii',1)); t(lambda: struct.pack('i',1,2)); t(lambda: struct.pack()); t(lambda: struct.unpack('i',b'')); t(lambda: struct.unpack('i','abc')); t(lambda: struct.unpack('i'))
b=bytearray(10)
t(lambda: struct.pack_into('i',b)); t(lambda: struct.pack_into('i')); t(lambda: struct.pack_into()); t(lambda: struct.pack_into('i',b,0)); t(lambda: struct.pack_into('i',b'1234',0,1)); t(lambda: struct.pack_into('i',b,8,1)); t(lambda: struct.pack_into('i',b,-3,1)); t(lambda: struct.pack_into('i',b,-30,1)); t(lambda: struct.pack_into('i',b,-10,1)); t(lambda: struct.pack_into('i',b,'x',1)); t(lambda: struct.pack_into('i',b,2**70,1)); t(lambda: struct.pack_into('i',b,1000,1));
t(lambda: struct.unpack_from('i',b,8)); t(lambda: struct.unpack_from('i',b,-3)); t(lambda: struct.unpack_from('i',b,-30)); t(lambda: struct.unpack_from('i',b,-10)); t(lambda: struct.unpack_from('i',buffer=b,offset=2)); t(lambda: struct.unpack_from('i',b,100)); t(lambda:struct.unpack_from()); t(lambda: struct.unpack_from('i'))
t(lambda: list(struct.iter_unpack('i',b))); t(lambda: list(struct.iter_unpack('',b)))
it = struct.iter_unpack("h", b)
print(type(it).__name__, it.__length_hint__(), list(it), it.__length_hint__())
S = struct.Struct("hi")
print(S.size, S.format, S.pack(1, 2), S.unpack(S.pack(-1, 5)), struct.Struct(b">hb").format)
t(lambda: S.pack(1))
t(lambda: S.unpack(b""))
t(lambda: S.unpack_from(b"", 1))
t(lambda: S.pack_into(b))
t(lambda: S.iter_unpack(b))
t(lambda: struct.Struct())
t(lambda: struct.Struct("i", "j"))
t(lambda: setattr(S, "size", 3))
print(struct.error.__mro__, struct.error.__module__)
for f in ("<hhl", ">3s2xq?", "=efd", "10p", "c3B", "@bhilq"):
    n = struct.calcsize(f)
    print(f, n, struct.unpack(f, bytes(range(65, 65 + n))))
print(struct.pack("<e", 65504.0), struct.unpack("<e", b"\x01\x00"), struct.unpack("<e", b"\x00\xfc"))
m = memoryview(bytearray(8))
struct.pack_into(">I", m, 2, 0xDEADBEEF)
print(bytes(m), struct.unpack_from(">I", m[1:], 1))
