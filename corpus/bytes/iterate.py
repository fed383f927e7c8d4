# Loops over bytes, conversion between bytes, str, int and lists.
def checksum(data):
    total = 0
    for i, octet in enumerate(data):
        total = (total * 31 + octet * (i + 1)) % 65521
    return total


print(checksum(b"hello world"), checksum(bytes(range(256))), checksum(bytearray(b"")))


def rle(data):
    out = bytearray()
    i = 0
    while i < len(data):
        j = i
        while j < len(data) and data[j] == data[i] and j - i < 255:
            j += 1
        out += bytes((j - i, data[i]))
        i = j
    return bytes(out)


def unrle(data):
    return b"".join(bytes([c]) * n for n, c in zip(data[::2], data[1::2]))


for sample in [b"", b"a", b"aaaabbbc", b"\0" * 300 + b"\xff" * 2]:
    packed = rle(sample)
    print(len(sample), packed, unrle(packed) == sample)


def base16(data):
    digits = b"0123456789abcdef"
    return bytes(digits[n] for octet in data for n in (octet >> 4, octet & 15))


print(base16(b"\x00\x7f\xffAZ"), base16(b"\x00\x7f\xffAZ").decode() == b"\x00\x7f\xffAZ".hex())
xor = bytes(a ^ b for a, b in zip(b"secret", b"keykey"))
print(xor, bytes(a ^ b for a, b in zip(xor, b"keykey")))
print(max(b"abc"), min(b"abc"), sum(b"abc"), sorted(b"hello"), list(reversed(b"abc")), bytes(reversed(b"abc")), any(b"\0\0"), all(b"\0a"), dict(enumerate(b"ab")), [*b"xy"], tuple(b"z"), set(b"aa"))
first, *rest = b"hello"
print(first, rest, bytes(rest), b"abc"[1], chr(b"abc"[1]), int(b"12"), int.from_bytes(b"\x01\x00", "big"), "".join(map(chr, b"abc")), "é".encode()[0])
it = iter(bytearray(b"ab"))
print(next(it), next(it), next(it, "end"))
ba = bytearray(b"abc")
seen = []
for octet in ba:
    seen.append(octet)
    if len(ba) < 6:
        ba.append(octet + 1)
print(seen, ba)
print(hash(b"") == hash(b""), {b"a": 1, bytes([97]): 2}, {b"k": 1}.get("k"), b"a" in {b"a"}, b"a".__contains__(97), b"b" > b"a", b"" < b"\0", sorted([b"b", b"", b"ab"]))
