# The hash algorithms of hashlib by their native modules.
def t(f,*a,**k):
    try: return repr(f(*a,**k))
    except BaseException as e: return type(e).__name__+': '+str(e)
import _md5,_sha1,_sha2,_sha3,_blake2
for f in (_md5.md5,_sha1.sha1,_sha2.sha224,_sha2.sha256,_sha2.sha384,_sha2.sha512,_sha3.sha3_224,_sha3.sha3_256,_sha3.sha3_384,_sha3.sha3_512,_blake2.blake2b,_blake2.blake2s):
    h=f(b'abc'); print(h.name,h.digest_size,h.block_size,h.hexdigest(),type(h).__name__,type(h).__module__)
    h.update(bytes(range(256))*5); g=h.copy(); g.update(bytearray(b'x')); print(h.hexdigest(),g.digest()[:8],f().hexdigest(),f(string=b'a').hexdigest() if f not in(_blake2.blake2b,_blake2.blake2s) and 'sha3' not in h.name else '')
    print(t(f,'abc'),t(h.update,'abc'),t(h.update,3),t(h.update),t(h.digest,1))
for f in (_sha3.shake_128,_sha3.shake_256):
    h=f(b'abc'); print(h.name,h.digest_size,h.block_size,h.hexdigest(40),h.digest(3),t(h.digest),t(h.digest,-1),t(h.digest,length=2),t(h.digest,0),t(h.digest,2**29),t(h.hexdigest,'a'),h._capacity_bits,h._rate_bits,h._suffix, t(h.digest,200)[:30])
B=_blake2.blake2b; S=_blake2.blake2s
print(B(b'abc',digest_size=20).hexdigest(),S(b'abc',digest_size=5,key=b'k'*32,salt=b's',person=b'pp').hexdigest(),B(b'x'*1000,key=b'key',salt=b'salt'*4,person=b'p'*16).hexdigest(),B(b'abc',fanout=2,depth=3,leaf_size=4096,node_offset=7,node_depth=1,inner_size=32,last_node=True).hexdigest(),S(b'abc',fanout=2,depth=3,leaf_size=4096,node_offset=2**40,node_depth=1,inner_size=32,last_node=True).hexdigest())
for f,n in ((B,64),(S,32)):
  for k,v in (('digest_size',0),('digest_size',65),('digest_size',-1),('digest_size','a'),('key',b'k'*65),('salt',b's'*17),('person',b's'*17),('fanout',256),('fanout',-1),('depth',0),('depth',256),('leaf_size',2**32),('leaf_size',-1),('node_offset',2**64),('node_offset',2**48),('node_depth',256),('inner_size',65),('inner_size',-1),('key','a'),('last_node',5)):
    print(k,v if not isinstance(v,bytes) else len(v),t(lambda: f(b'a',**{k:v}).hexdigest()))
  print(f.SALT_SIZE,f.PERSON_SIZE,f.MAX_KEY_SIZE,f.MAX_DIGEST_SIZE)
import hashlib

for name in sorted(hashlib.algorithms_guaranteed):
    h = hashlib.new(name, b"spam")
    print(name, h.digest_size, h.hexdigest(8) if name.startswith("shake") else h.hexdigest())
print(hashlib.sha256(b"a").name, hashlib.md5(usedforsecurity=False).hexdigest(), t(hashlib.new, "nope"))
print(hashlib.pbkdf2_hmac("sha256", b"password", b"salt", 3).hex(), t(hashlib.pbkdf2_hmac, "sha1", b"p", b"s", 0))
import hmac

print(hmac.new(b"key", b"message", "sha256").hexdigest(), hmac.digest(b"k", b"m", "md5").hex())
print(hmac.compare_digest("a", "a"), hmac.compare_digest(b"a", b"b"), t(hmac.compare_digest, "a", b"a"))
