"""Writes crates/pylib/lib/_cjk_tables.py from the codecs of CPython 3.12, which runs this: python3.12 cjk.py"""

import base64
import pathlib
import zlib

CODECS = ['gb2312', 'gbk', 'gb18030', 'big5', 'cp950', 'euc_kr', 'cp949', 'johab', 'shift_jis', 'cp932', 'euc_jp']
PREFIXES = {'euc_jp': [b'', b'\x8f']}


def decoded(codec, data):
    try:
        text = data.decode(codec)
    except UnicodeDecodeError:
        return '\0'
    return text if len(text) == 1 and text < '\U00010000' else '\0'


def packed(text):
    data = zlib.compress(text.encode('utf-16-le', 'surrogatepass'), 9)
    return base64.b85encode(data).decode('ascii')


def table(codec):
    """Single bytes, pairs for each prefix, and the characters that are not encoded as the first that means them."""
    single = ''.join(decoded(codec, bytes([b])) if b else '\0' for b in range(256))
    parts, back = [single], {}
    for b, c in enumerate(single):
        back.setdefault(c, bytes([b]))
    for prefix in PREFIXES.get(codec, [b'']):
        pairs = [prefix + bytes([a, b]) for a in range(0x80, 0x100) for b in range(0x100)]
        alone = {bytes([b]) for b in range(256) if single[b] != '\0'}
        text = ''.join('\0' if prefix == b'' and p[:1] in alone else decoded(codec, p) for p in pairs)
        parts.append(text)
        for p, c in zip(pairs, text):
            back.setdefault(c, p)
    odd = {}
    for point in range(1, 0x10000):
        try:
            data = chr(point).encode(codec)
        except UnicodeEncodeError:
            data = b''
        # EUC-KR spells rare syllables in eight bytes, which only we would read.
        if back.get(chr(point), b'') != data and len(data) < 4:
            odd[point] = data
    return [packed(part) for part in parts], odd


def main():
    lines = ['"""Tables of the East Asian codecs, written by crates/pylib/tables/cjk.py."""', '', 'TABLES = {']
    for codec in CODECS:
        parts, odd = table(codec)
        lines.append(f'    {codec!r}: (')
        lines.append('        [')
        for part in parts:
            rows = [part[i:i + 100] for i in range(0, len(part), 100)]
            lines.extend(f'            {row!r}' for row in rows[:-1])
            lines.append(f'            {rows[-1]!r},')
        lines.append('        ],')
        lines.append('        {')
        row = ''
        for point, data in odd.items():
            item = f'{point}: {data!r}, '
            if len(row) + len(item) > 100:
                lines.append('            ' + row.rstrip())
                row = ''
            row += item
        if row:
            lines.append('            ' + row.rstrip())
        lines.append('        },')
        lines.append('    ),')
    lines.append('}')
    to = pathlib.Path(__file__).parent.parent / 'lib' / '_cjk_tables.py'
    to.write_text('\n'.join(lines) + '\n')


main()
