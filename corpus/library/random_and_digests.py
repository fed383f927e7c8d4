# [slow] Seeded random numbers, digests, encodings.
import base64, binascii, hashlib, hmac, random

random.seed(42)
print(
    random.random(),
    random.randint(1, 100),
    random.choice("abc"),
    random.sample(range(100), 5),
    random.shuffle([1]),
    random.choices("ab", [1, 3], k=5),
    random.gauss(0, 1),
    random.uniform(1, 2),
    random.randrange(0, 100, 7),
    random.betavariate(1, 2),
    random.expovariate(1),
    random.triangular(),
    random.getrandbits(20),
    random.randbytes(3),
    random.binomialvariate(10, 0.5),
)
print(
    hashlib.sha256(b"x").hexdigest(),
    hashlib.md5(b"a").digest()[:4],
    hmac.new(b"k", b"m", "sha1").hexdigest(),
    hashlib.blake2b(b"q", digest_size=8).hexdigest(),
    hashlib.sha3_256(b"").hexdigest()[:16],
    hashlib.pbkdf2_hmac("sha256", b"p", b"s", 10).hex()[:16],
    sorted(hashlib.algorithms_guaranteed)[:3],
    hashlib.new("sha512", b"z").name,
    hmac.compare_digest("a", "b"),
    base64.b64encode(b"\xff\xfe"),
    base64.urlsafe_b64decode("__4="),
    binascii.hexlify(b"ab", "-"),
    base64.b32encode(b"hi"),
    base64.b16decode("4142"),
)
for f in (
    lambda: base64.b64decode("a"),
    lambda: base64.b64decode("a$b=", validate=True),
    lambda: base64.b32decode("A"),
    lambda: hashlib.new("nope"),
    lambda: binascii.unhexlify("abc"),
    lambda: hmac.new(b"k", b"m"),
):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)
