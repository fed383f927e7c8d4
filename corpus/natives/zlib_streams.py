# Compressing and decompressing by the module zlib. Compressed bytes are not shown: they need not be zlib's.
import zlib
def t(f,*a,**k):
    try: return repr(f(*a,**k))
    except BaseException as e: return type(e).__name__+': '+str(e)
D=b'hello world '*200+bytes(range(256))
for lv in (-1,0,1,6,9): print(zlib.decompress(zlib.compress(D,lv))==D,zlib.compress(D,lv)[:2])
for w in (15,9,-15,31,25): print(w,zlib.decompress(zlib.compress(D,wbits=w),w)==D,t(zlib.decompress,zlib.compress(D,wbits=w),47)[:20])
print(t(zlib.compress,D,10),t(zlib.compress,D,-2),t(zlib.compress,'a'),t(zlib.compress),t(zlib.compress,D,wbits=50),t(zlib.decompress,b''),t(zlib.decompress,b'abc'),t(zlib.decompress,zlib.compress(D)[:-1]),t(zlib.decompress,zlib.compress(b'abc')[:-1]+b'\0'),t(zlib.decompress,zlib.compress(b'abc')+b'extra'),t(zlib.decompress,'a'),t(zlib.decompress,zlib.compress(D),wbits=31),t(zlib.decompress,b'x',bufsize=0),t(zlib.decompress,b'x',bufsize=-1),t(zlib.decompress,b'x\x9c\xff'),t(zlib.decompress,b'x\x9d\xff'),t(zlib.decompress,b'\x79\x9c'),t(zlib.decompress,b'x',wbits=50))
c=zlib.compressobj(); p=c.compress(D)+c.flush(); print(zlib.decompress(p)==D,t(c.compress,b'a'),t(c.flush),t(c.copy))
c=zlib.compressobj(9,zlib.DEFLATED,-15,9,zlib.Z_FILTERED); p=c.compress(D[:100])+c.flush(zlib.Z_SYNC_FLUSH); d=zlib.decompressobj(-15); print(d.decompress(p)==D[:100],c.flush(zlib.Z_NO_FLUSH),d.eof); c2=c.copy(); p=c.compress(b'xyz')+c.flush(); p2=c2.compress(b'abc')+c2.flush(); d2=d.copy(); print(d.decompress(p),d2.decompress(p2),d.eof,d.unused_data,d.unconsumed_tail)
print(t(zlib.compressobj,10),t(zlib.compressobj,method=7),t(zlib.compressobj,wbits=7),t(zlib.compressobj,memLevel=10),t(zlib.compressobj,strategy=9),t(zlib.compressobj,zdict='a'),t(zlib.decompressobj,99),t(zlib.decompressobj,zdict='a'),t(zlib.compressobj().flush,9))
d=zlib.decompressobj(); z=zlib.compress(D); out=[]; data=z
n=0
while data:
    out.append(d.decompress(data,100)); data=d.unconsumed_tail; n+=1
    assert len(out[-1])<=100
out.append(d.flush()); print(b''.join(out)==D,d.eof,d.unused_data)
d=zlib.decompressobj(); print(d.decompress(z+b'rest')==D,d.unused_data,d.eof,d.decompress(b'more'),d.unused_data,t(d.decompress,b'',-1),t(d.flush,0),t(d.flush))
d=zlib.decompressobj(); d.decompress(z[:20]); print(d.eof, d.flush(), d.eof)
out=b''; d=zlib.decompressobj()
for i in range(len(z)): out+=d.decompress(z[i:i+1])
print(out==D,d.eof)
zd=b'hello world'; c=zlib.compressobj(zdict=zd); p=c.compress(D)+c.flush(); d=zlib.decompressobj(zdict=zd); print(d.decompress(p)==D,t(zlib.decompress,p),t(zlib.decompressobj(zdict=b'other').decompress,p))
print(zlib.crc32(b'abc'),zlib.crc32(b'abc',5),zlib.adler32(b'abc'),zlib.adler32(b'abc',7),zlib.adler32(D*100),zlib.adler32(b''),t(zlib.crc32,'a'),t(zlib.adler32,b'a',2**40),zlib.error.__mro__,zlib.error.__module__)
g=zlib.compressobj(wbits=31); p=g.compress(D)+g.flush(); print(p[:3],zlib.decompress(p,31)==D,zlib.decompress(p,47)==D,t(zlib.decompress,p[:-1]+b'\0',31),t(zlib.decompress,p))
x=zlib._ZlibDecompressor(); print(x.decompress(z,50),x.eof,x.needs_input,x.decompress(b'',60)[:5],len(x.decompress(b'')),x.eof,x.needs_input,x.unused_data,t(x.decompress,b'a'))
x=zlib._ZlibDecompressor(); first = x.decompress(z[:30]); print(x.needs_input,x.eof,len(first + x.decompress(z[30:]+b'tail')),x.unused_data)
