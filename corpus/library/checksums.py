# Checksums, hashes and base64 of data in several pieces, and of views that are not contiguous.
import zlib,binascii,hashlib
d = bytes(range(256))*20000
m = memoryview(d)[::3]
print(zlib.crc32(d),zlib.adler32(d),zlib.crc32(d,7),zlib.adler32(d,9),binascii.crc_hqx(d,3),binascii.crc32(b""),zlib.adler32(b"",99))
print(hashlib.sha256(d).hexdigest(), hashlib.md5(binascii.b2a_base64(d)).hexdigest(), binascii.b2a_base64(b""), binascii.b2a_base64(b"ab",newline=False))
h=hashlib.sha1(); h.update(d); h.update(b"x"); print(h.hexdigest())
for f in (zlib.crc32,hashlib.md5,zlib.adler32):
    try: r=f(m); print(r if isinstance(r,int) else r.hexdigest())
    except Exception as e: print(type(e).__name__,e)
