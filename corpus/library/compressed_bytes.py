# Compressed data has the very bytes of zlib, at each level, with each strategy, in pieces and with a dictionary.
import gzip
import random
import zlib

chance = random.Random(5)


def noise(count, kinds):
    return bytes(chance.randrange(kinds) for _ in range(count))


TEXTS = {
    "nothing": b"",
    "three letters": b"abc",
    "a word again and again": b"hello" * 10,
    "one letter": b"a" * 1000,
    "a sentence": b"The quick brown fox jumps over the lazy dog. " * 20,
    "all bytes": bytes(range(256)) * 10,
    "numbers": " ".join(map(str, range(2000))).encode(),
    "noise": noise(1500, 256),
    "noise of four letters": noise(3000, 4),
    "more than a window": noise(1000, 3) * 70,
}


def short(data):
    return f"{len(data)}:{zlib.crc32(data):08x}"


for name, text in TEXTS.items():
    packed = [zlib.compress(text, level) for level in range(-1, 10) if level or len(text) < 10000]
    assert all(zlib.decompress(data) == text for data in packed)
    print(name, *map(short, packed))

for name, text in TEXTS.items():
    row = []
    for strategy in (zlib.Z_FILTERED, zlib.Z_HUFFMAN_ONLY, zlib.Z_RLE, zlib.Z_FIXED):
        for bits, memory in ((15, 8), (9, 1), (-12, 9)):
            packer = zlib.compressobj(6, zlib.DEFLATED, bits, memory, strategy)
            data = packer.compress(text) + packer.flush()
            assert zlib.decompress(data, bits) == text
            row.append(short(data))
    print(name, *row)

WORDS = b"the dictionary abcabc quick brown" * 30
for name, text in TEXTS.items():
    row = []
    for level in (1, 4, 6):
        packer = zlib.compressobj(level)
        pieces = []
        for start in range(0, len(text), 700):
            pieces.append(packer.compress(text[start:start + 700]))
            pieces.append(packer.flush((zlib.Z_NO_FLUSH, zlib.Z_SYNC_FLUSH, zlib.Z_FULL_FLUSH)[start % 3]))
        data = b"".join(pieces) + packer.flush()
        assert zlib.decompress(data) == text
        row.append(short(data))
        packer = zlib.compressobj(level, zdict=WORDS)
        first = packer.compress(text)
        twin = packer.copy()
        data = first + packer.flush()
        assert data == first + twin.flush()
        row.append(short(data))
    print(name, *row)

print(gzip.compress(b"hello world", mtime=0).hex())
print(gzip.compress(b"hello world", 9, mtime=1).hex())
print(zlib.compress(b"abcabcabcabc").hex(), zlib.compress(b"abc", 0).hex())
