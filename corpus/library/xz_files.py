# [slow] lzma: containers, presets, filters, streams in parts, files, errors.
import io
import lzma
import os
import shutil
import tarfile
import tempfile


def attempt(what):
    try:
        print(what())
    except Exception as e:
        print(type(e).__module__, type(e).__name__, e)


text = b"".join(b"line %d of some text\n" % (n * n % 977) for n in range(4000))
for container in (lzma.FORMAT_XZ, lzma.FORMAT_ALONE):
    for preset in (0, 4, 6, 9, 6 | lzma.PRESET_EXTREME):
        packed = lzma.compress(text, format=container, preset=preset)
        assert len(packed) < len(text) // 3
        assert lzma.decompress(packed) == text
packed = lzma.compress(text)
print(packed[:6], lzma.decompress(packed + packed) == text * 2, lzma.decompress(packed + b"rest") == text)
print(len(lzma.compress(b"")), lzma.decompress(lzma.compress(b"")))

# In parts, and with a limit on what comes out.
d = lzma.LZMADecompressor()
print(d.check == lzma.CHECK_UNKNOWN, d.eof, d.needs_input, d.unused_data)
out = b"".join(d.decompress(packed[i:i + 97]) for i in range(0, len(packed), 97))
print(out == text, d.check == lzma.CHECK_CRC64, d.eof, d.needs_input)
d = lzma.LZMADecompressor()
out = d.decompress(packed + b"tail", 1000)
print(len(out), d.needs_input)
while not d.eof:
    out += d.decompress(b"", 5000)
print(out == text, d.unused_data)
attempt(lambda: d.decompress(b""))
c = lzma.LZMACompressor(check=lzma.CHECK_SHA256)
parts = [c.compress(text[i:i + 1000]) for i in range(0, len(text), 1000)] + [c.flush()]
print(lzma.decompress(b"".join(parts)) == text)
attempt(c.flush)
attempt(lambda: c.compress(b"more"))

# Chains of filters.
raw = [
    [{"id": lzma.FILTER_LZMA2}],
    [{"id": lzma.FILTER_LZMA1, "lc": 1, "lp": 2, "pb": 0, "dict_size": 1 << 16}],
    [{"id": lzma.FILTER_DELTA, "dist": 4}, {"id": lzma.FILTER_LZMA2, "preset": 1}],
    [{"id": lzma.FILTER_DELTA}, {"id": lzma.FILTER_X86}, {"id": lzma.FILTER_LZMA2, "mf": lzma.MF_HC3}],
]
for chain in raw:
    packed_raw = lzma.compress(text, format=lzma.FORMAT_RAW, filters=chain)
    print(lzma.decompress(packed_raw, format=lzma.FORMAT_RAW, filters=chain) == text)
chained = lzma.compress(text, filters=raw[2], check=lzma.CHECK_NONE)
print(lzma.decompress(chained) == text)
for spec in ({"id": lzma.FILTER_LZMA2, "dict_size": 5000}, {"id": lzma.FILTER_LZMA1}, {"id": lzma.FILTER_DELTA, "dist": 7}):
    stored = lzma._encode_filter_properties(spec)
    print(stored, lzma._decode_filter_properties(spec["id"], stored))
print([n for n in range(17) if lzma.is_check_supported(n)])

# Files.
with tempfile.TemporaryDirectory() as folder:
    path = os.path.join(folder, "text.xz")
    with lzma.open(path, "wt", encoding="utf-8") as f:
        print(*"äöü", sep="\n", file=f)
    with lzma.open(path, "at", encoding="utf-8") as f:
        f.write("ß\n")
    with lzma.open(path, "rt", encoding="utf-8") as f:
        print(f.read().split())
    with lzma.LZMAFile(path) as f:
        f.seek(3)
        print(f.readline(), f.tell(), f.readable(), f.writable())
    with lzma.open(io.BytesIO(packed)) as f:
        print(sum(1 for line in f))
    archive = shutil.make_archive(os.path.join(folder, "all"), "xztar", folder, "text.xz")
    print(os.path.basename(archive), tarfile.open(archive).getnames())

# What goes wrong.
broken = bytearray(packed)
broken[60] ^= 0xff
attempt(lambda: lzma.decompress(bytes(broken)))
attempt(lambda: lzma.decompress(packed[:-5]))
attempt(lambda: lzma.decompress(b"This was never compressed at all"))
attempt(lambda: lzma.decompress(packed, memlimit=1000))
attempt(lambda: lzma.decompress(b""))
attempt(lambda: lzma.LZMACompressor(preset=10))
attempt(lambda: lzma.LZMACompressor(format=lzma.FORMAT_ALONE, preset=10))
attempt(lambda: lzma.LZMACompressor(preset=-1))
attempt(lambda: lzma.LZMACompressor(preset=3, filters=raw[0]))
attempt(lambda: lzma.LZMACompressor(format=5))
attempt(lambda: lzma.LZMACompressor(check=7))
attempt(lambda: lzma.LZMACompressor(format=lzma.FORMAT_RAW))
attempt(lambda: lzma.LZMACompressor(format=lzma.FORMAT_ALONE, check=lzma.CHECK_CRC32))
attempt(lambda: lzma.LZMACompressor(format=lzma.FORMAT_ALONE, filters=raw[0]))
attempt(lambda: lzma.LZMACompressor(filters=[{}]))
attempt(lambda: lzma.LZMACompressor(filters=[3]))
attempt(lambda: lzma.LZMACompressor(filters=[{"id": 99}]))
attempt(lambda: lzma.LZMACompressor(filters=raw[0] * 5))
attempt(lambda: lzma.LZMACompressor(filters=[{"id": lzma.FILTER_LZMA2, "size": 1}]))
attempt(lambda: lzma.LZMACompressor(filters=[{"id": lzma.FILTER_LZMA2, "lc": 4, "lp": 4}]))
attempt(lambda: lzma.LZMACompressor(filters=[{"id": lzma.FILTER_DELTA, "dist": 400}, {"id": lzma.FILTER_LZMA2}]))
attempt(lambda: lzma.LZMADecompressor(format=lzma.FORMAT_RAW))
attempt(lambda: lzma.LZMADecompressor(filters=raw[0]))
attempt(lambda: lzma.LZMADecompressor(format=lzma.FORMAT_RAW, memlimit=3, filters=raw[0]))
