"""Writes sets.bin from the codecs of CPython 3.12, which runs this: python3.12 generate.py

Each set is a table of two-byte keys. Sets stand on others: what the layers below give is not
written again. For each set there follow, as little-endian 16-bit numbers:

* how many runs; for each its first key, its length with flags (bit 15: the points ascend by one and
  only the first is given; bit 14: two points a key; bits 12 and 13: the plane of the points), points.
  The point 0 says that the key means nothing, whatever the layers below say; so does 1, which makes both
  of its bytes one fault.
* how many exceptions on the way back; for each its plane, its point, and the key (0: none). Without an
  exception a point goes to its first key, that of the lowest layer.
"""

import pathlib
import struct

HIGH = 0x8080
# Stands for a key whose two bytes are one fault.
BOTH = ''
# What stands in front of half-width katakana in EUC.
KATAKANA = b'\x8e'


def high(key):
    return key | HIGH


def same(key):
    return key


def shifted(key):
    """Where Shift JIS has a character of JIS X 0208."""
    row, cell = (key >> 8) - 0x21, (key & 0xff) - 0x21
    lead = row // 2 + (0x81 if row < 62 else 0xc1)
    cell += 94 * (row % 2)
    return lead << 8 | cell + (0x40 if cell < 63 else 0x41)


def pair(key):
    return bytes([key >> 8, key & 0xff])


def plain(codec, prefix=b'', mask=0):
    """Reads and writes keys of a codec as they stand, behind a prefix, without bits of the mask."""
    alone = {bytes([b]) for b in range(256) if decoded(codec, bytes([b]))}

    def decode(key):
        if key & mask or not prefix and bytes([(key | mask) >> 8]) in alone:
            return None
        return decoded(codec, prefix + pair(key | mask))

    def encode(text):
        data = encoded(codec, text)
        if data is None or not data.startswith(prefix) or len(data) != len(prefix) + 2:
            return None
        return None if mask and data[:1] == KATAKANA else (data[-2] << 8 | data[-1]) ^ mask

    return decode, encode, lambda text: encoded(codec, text) is not None


def escaped(codec, escape, leave=b'\x1b(B'):
    """Reads and writes keys of a set that an escape sequence chooses."""

    def decode(key):
        if not (0x2121 <= key <= 0x7e7e and 0x21 <= key & 0xff <= 0x7e):
            return None
        return decoded(codec, escape + pair(key))

    def encode(text):
        data = encoded(codec, text)
        if data is None or not data.startswith(escape) or len(data) != len(escape) + 2 + len(leave):
            return None
        return data[len(escape)] << 8 | data[len(escape) + 1]

    return decode, encode, lambda text: encoded(codec, text) is not None


def decoded(codec, data):
    try:
        return data.decode(codec)
    except UnicodeDecodeError as e:
        return BOTH if e.end - e.start == 2 and 'illegal' in e.reason else None


def encoded(codec, text):
    try:
        return text.encode(codec)
    except UnicodeEncodeError:
        return None


# Name, layers below with the way their keys are changed, how keys are read and written, and whether a
# point that the codec writes in another set has to be taken out.
SETS = [
    ('gb2312', [], plain('gb2312', mask=HIGH), True),
    ('gbk', [('gb2312', high)], plain('gbk'), True),
    ('gb18030', [('gbk', same)], plain('gb18030'), True),
    ('big5', [], plain('big5'), True),
    ('cp950', [('big5', same)], plain('cp950'), True),
    ('big5hkscs', [('big5', same)], plain('big5hkscs'), True),
    ('ksx1001', [], escaped('iso2022_kr', b'\x1b$)C\x0e', b'\x0f'), True),
    ('cp949', [('ksx1001', high)], plain('cp949'), True),
    ('johab', [], plain('johab'), True),
    ('jisx0208', [], escaped('iso2022_jp', b'\x1b$B'), False),
    ('jisx0212', [], escaped('iso2022_jp_1', b'\x1b$(D'), False),
    ('jisx0213_1', [('jisx0208', same)], escaped('iso2022_jp_2004', b'\x1b$(Q'), False),
    ('jisx0213_2', [], escaped('iso2022_jp_2004', b'\x1b$(P'), False),
    ('jisx0213_2000_1', [('jisx0213_1', same)], escaped('iso2022_jp_3', b'\x1b$(O'), False),
    ('jisx0213_2000_2', [('jisx0213_2', same)], escaped('iso2022_jp_3', b'\x1b$(P'), False),
    ('euc_jis_2004_1', [('jisx0213_1', same)], plain('euc_jis_2004', mask=HIGH), True),
    ('euc_jis_2004_2', [('jisx0213_2', same), ('jisx0212', same)], plain('euc_jis_2004', b'\x8f', HIGH), False),
    ('euc_jisx0213_1', [('euc_jis_2004_1', same)], plain('euc_jisx0213', mask=HIGH), True),
    ('euc_jisx0213_2', [('euc_jis_2004_2', same)], plain('euc_jisx0213', b'\x8f', HIGH), False),
    ('shift_jis', [('jisx0208', shifted)], plain('shift_jis'), True),
    ('cp932', [('shift_jis', same)], plain('cp932'), True),
    ('shift_jis_2004', [('jisx0213_1', shifted)], plain('shift_jis_2004'), True),
    ('shift_jisx0213', [('shift_jis_2004', same)], plain('shift_jisx0213'), True),
]


def own_table(decode):
    return {key: text for key in range(0x2100, 0x10000) if (text := decode(key)) and text != BOTH}


TABLES, BACKS = {}, {}
POINTS = [p for p in range(1, 0x30000) if not 0xd800 <= p < 0xe000]


def words_of(name, layers, codec, takes_out):
    decode, encode, knows = codec
    table = own_table(decode)
    below = {}
    for layer, change in reversed(layers):
        below.update((change(key), text) for key, text in TABLES[layer].items())
    changed = {key: text for key, text in table.items() if below.get(key) != text}
    changed.update((key, '\1' if decode(key) == BOTH else '\0') for key in below if key not in table)
    TABLES[name] = table
    back = {}
    for layer, change in layers:
        for text, key in BACKS[layer].items():
            back.setdefault(text, change(key))
    for key in sorted(changed):
        if changed[key] > '\1':
            back.setdefault(changed[key], key)
    odd = []
    for point in POINTS:
        key, rule = encode(chr(point)), back.get(chr(point))
        if key != rule and (key or takes_out or not knows(chr(point))):
            odd += [point >> 16, point & 0xffff, key or 0]
            if key:
                back[chr(point)] = key
            else:
                del back[chr(point)]
    BACKS[name] = back
    runs = runs_of(sorted(changed.items()))
    words = [len(runs)]
    for run in runs:
        words += run
    print(name, len(table), len(changed), len(runs), len(odd) // 3)
    return words + [len(odd) // 3] + odd


def runs_of(items):
    """Runs of neighbouring keys whose points stand in one plane."""
    groups = []
    for key, text in items:
        kind = (len(text), ord(text[0]) >> 16)
        last = groups[-1] if groups else None
        if last and last[0] == kind and last[1] + len(last[2]) == key and len(last[2]) < 0xfff:
            last[2].append(text)
        else:
            groups.append((kind, key, [text]))
    runs = []
    for (size, plane), key, texts in groups:
        points = [ord(c) & 0xffff for text in texts for c in text]
        ascending = size == 1 and len(points) > 1 and points == list(range(points[0], points[0] + len(points)))
        flags = ascending << 15 | (size == 2) << 14 | plane << 12
        runs.append([key, flags | len(texts)] + (points[:1] if ascending else points))
    return runs


def main():
    words = []
    for name, layers, codec, takes_out in SETS:
        words += words_of(name, layers, codec, takes_out)
    data = struct.pack(f'<{len(words)}H', *words)
    (pathlib.Path(__file__).parent / 'sets.bin').write_bytes(data)
    print(len(data))


main()
