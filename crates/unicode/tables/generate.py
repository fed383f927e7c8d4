"""Writes the tables of this crate from the `unicodedata` of the Python that runs it (CPython 3.12,
Unicode 15.0):

    python3.12 crates/unicode/tables/generate.py

Each *.bin is an array of little-endian numbers, or text; src/tables.rs says how they are read.
"""

import collections
import ctypes
import os
import struct
import sys
import unicodedata as new

HERE = os.path.dirname(os.path.abspath(__file__))
OLD = new.ucd_3_2_0
ALL = range(0x110000)
CATEGORIES = "Cn Lu Ll Lt Mn Mc Me Nd Nl No Zs Zl Zp Cc Cf Cs Co Lm Lo Pc Pd Ps Pe Pi Pf Po Sm Sc Sk So".split()
BIDI = ["", *"L LRE LRO R AL RLE RLO PDF EN ES ET AN CS NSM BN B S WS ON LRI RLI FSI PDI".split()]
WIDTHS = "F H W Na A N".split()
# CPython keeps aliases and named sequences at these private code points.
ALIASES = range(0xF0000, 0xF0200)
SEQUENCES = range(0xF0200, 0xF0600)


def write(name, data):
    with open(os.path.join(HERE, name), "wb") as f:
        f.write(data)
    print(f"{name}: {len(data)} bytes")


def numbers(code, values):
    return struct.pack(f"<{len(values)}{code}", *values)


def triples(values):
    return b"".join(v.to_bytes(3, "little") for v in values)


def record(ucd, char):
    kind = 0
    if ucd.numeric(char, None) is not None:
        kind = 1
        digit = ucd.digit(char, None)
        if digit is not None:
            kind = 2
            assert digit == ucd.numeric(char)
            if ucd.decimal(char, None) is not None:
                kind = 3
                assert ucd.decimal(char) == digit
    return (
        CATEGORIES.index(ucd.category(char)),
        BIDI.index(ucd.bidirectional(char)),
        ucd.combining(char),
        WIDTHS.index(ucd.east_asian_width(char)),
        ucd.mirrored(char) | kind << 1,
    )


def runs(ucd, records):
    found, last = [], None
    for c in ALL:
        r = record(ucd, chr(c))
        if r != last:
            found.append(c << 11 | records.setdefault(r, len(records)))
            last = r
    assert len(records) < 1 << 11
    return found


def properties():
    records = {}
    for name, ucd in ("runs", new), ("runs_3_2", OLD):
        write(name + ".bin", numbers("I", runs(ucd, records)))
    write("records.bin", b"".join(bytes(r) for r in records))
    values = {}
    for name, ucd in ("numeric", new), ("numeric_3_2", OLD):
        rows = []
        for c in ALL:
            value = ucd.numeric(chr(c), None)
            if value is not None:
                rows.append(c << 8 | values.setdefault(value, len(values)))
        write(name + ".bin", numbers("I", rows))
    assert len(values) < 256
    write("numbers.bin", numbers("d", list(values)))


def decompositions():
    tags, codes, offsets, points, pairs = [""], [], [], [], []
    for c in ALL:
        text = new.decomposition(chr(c))
        if not text:
            continue
        parts = text.split()
        tag = parts.pop(0) if parts[0].startswith("<") else ""
        if tag not in tags:
            tags.append(tag)
        into = [int(p, 16) for p in parts]
        codes.append(c | tags.index(tag) << 24)
        offsets.append(len(points))
        points.extend(into)
        if not tag and len(into) == 2 and new.normalize("NFC", "".join(map(chr, into))) == chr(c):
            pairs.append(into[0] << 42 | into[1] << 21 | c)
    offsets.append(len(points))
    assert len(points) < 1 << 16
    write("decomposed.bin", numbers("I", codes))
    write("decomposed_at.bin", numbers("H", offsets))
    write("decomposed_into.bin", triples(points))
    write("composed.bin", numbers("Q", sorted(pairs)))
    write("tags.txt", "\n".join(tags).encode())
    # Normalisation corrections: what was decomposed otherwise in 3.2.
    rows = []
    for c in ALL:
        was, now = OLD.decomposition(chr(c)), new.decomposition(chr(c))
        assert was == now or not was
        form = OLD.normalize("NFD", chr(c))
        if OLD.category(chr(c)) != "Cn" and form != new.normalize("NFD", chr(c)):
            assert len(form) == 1
            rows += [c, ord(form)]
    write("corrected_3_2.bin", numbers("I", rows))


class CAPI(ctypes.Structure):
    """What the capsule of unicodedata holds; it knows aliases and sequences too."""

    _fields_ = [
        ("name", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.c_uint32, ctypes.c_char_p, ctypes.c_int, ctypes.c_int)),
        ("code", ctypes.c_void_p),
    ]


def hidden_names(codes):
    pointer = ctypes.pythonapi.PyCapsule_GetPointer
    pointer.restype, pointer.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]
    api = CAPI.from_address(pointer(new._ucnhash_CAPI, b"unicodedata._ucnhash_CAPI"))
    buffer = ctypes.create_string_buffer(256)
    for c in codes:
        if api.name(c, buffer, 256, 1):
            yield buffer.value.decode()


def is_computed(c):
    return 0xAC00 <= c <= 0xD7A3 or new.name(chr(c)) == f"CJK UNIFIED IDEOGRAPH-{c:X}"


def names():
    plain, numbered, unified = {}, [], []
    for c in ALL:
        name = new.name(chr(c), None)
        if name is None or 0xAC00 <= c <= 0xD7A3:
            continue
        tail = f"-{c:04X}"
        if not name.endswith(tail):
            plain[c] = name
            continue
        prefix = name.removesuffix(tail)
        if numbered and numbered[-1][1] + 1 == c and numbered[-1][2] == prefix:
            numbered[-1][1] = c
        else:
            numbered.append([c, c, prefix])
    write("numbered.txt", "\n".join(f"{a:X} {b:X} {p}" for a, b, p in numbered).encode())

    extra = [(name, new.lookup(name)) for name in hidden_names([*ALIASES, *SEQUENCES])]
    write("extra.txt", "\n".join(f"{n};{' '.join(f'{ord(c):X}' for c in t)}" for n, t in extra).encode())

    # The commonest words have one byte, others two.
    counts = collections.Counter(word for name in plain.values() for word in name.split(" "))
    words = [word for word, _ in sorted(counts.items(), key=lambda item: (-item[1], item[0]))]
    short = max(k for k in range(256) if k + (256 - k) * 256 >= len(words))
    number = {word: i for i, word in enumerate(words)}
    text, starts = bytearray(), []
    for i, word in enumerate(words):
        if i % 8 == 0:
            starts.append(len(text))
        text += word[:-1].encode() + bytes([ord(word[-1]) | 0x80])
    write("words.bin", bytes(text))
    write("words_at.bin", triples(starts))

    phrases, phrases_at = bytearray(), []
    for i, name in enumerate(plain.values()):
        if i % 32 == 0:
            phrases_at.append(len(phrases))
        coded = bytearray()
        for word in name.split(" "):
            n = number[word]
            coded += bytes([n]) if n < short else bytes([short + (n - short >> 8), n - short & 255])
        phrases += bytes([len(coded)]) + coded
    write("phrases.bin", bytes(phrases))
    write("phrases_at.bin", triples(phrases_at))

    # Runs of named code points: the first, and how many names come before it.
    spans, last = [], None
    for i, c in enumerate(plain):
        if c - 1 != last:
            spans += [c, i]
        last = c
    write("named.bin", numbers("I", spans))
    order = sorted(range(len(plain)), key=list(plain.values()).__getitem__)
    write("by_name.bin", numbers("H", order))
    write("short.bin", bytes([short]))


assert sys.version_info[:2] == (3, 12) and new.unidata_version == "15.0.0"
properties()
decompositions()
names()
