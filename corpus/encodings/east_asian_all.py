"""All the encodings of East Asia: which characters they have, what is wrong with bytes, what waits for more. [slow]"""

import codecs
import hashlib
import io

NAMES = '''gbk gb2312 gb18030 hz big5 big5hkscs cp950 euc_jp euc_jis_2004 euc_jisx0213 shift_jis shift_jis_2004
shift_jisx0213 cp932 iso2022_jp iso2022_jp_1 iso2022_jp_2 iso2022_jp_3 iso2022_jp_2004 iso2022_jp_ext iso2022_kr
euc_kr johab cp949'''.split()
OPENINGS = {
    'iso': [b'\x1b$B', b'\x1b$A', b'\x1b$(D', b'\x1b$(C', b'\x1b$)C\x0e', b'\x1b$(O', b'\x1b$(P', b'\x1b$(Q', b'\x1b(J',
            b'\x1b(I', b'\x1b.F\x1bN', b'\x1b&@\x1b$B'],
    'hz': [b'', b'~{'], 'euc': [b'', b'\x8f'],
}


def told(e):
    return f'{e.start} {e.end} {e.reason}'


for name in NAMES:
    points, bytes_ = hashlib.md5(), hashlib.md5()
    written = read = 0
    for c in [*range(0, 0x3000, 3), *range(0x3000, 0x10000, 17), *range(0x20000, 0x2b000, 61), 0x10ffff]:
        try:
            points.update(chr(c).encode(name))
            written += 1
        except UnicodeEncodeError as e:
            points.update(told(e).encode())
    openings = [v for k, v in OPENINGS.items() if name.startswith(k)]
    for opening in openings[0] if openings else [b'']:
        for a in range(0x20, 256, 1 if len(openings) == 0 else 5):
            for b in range(0, 256, 5):
                try:
                    bytes_.update((opening + bytes((a, b))).decode(name).encode('utf-8'))
                    read += 1
                except UnicodeDecodeError as e:
                    bytes_.update(told(e).encode())
    print(name, written, read, points.hexdigest(), bytes_.hexdigest())

four = hashlib.md5()
for lead in b'\x81\x82\x84\x8f\x90\xe3\xe4':
    for b in range(0x30, 0x3a, 3):
        for c in range(0x80, 0x100, 5):
            try:
                four.update(bytes((lead, b, c, 0x35)).decode('gb18030').encode('utf-8', 'surrogatepass'))
            except UnicodeDecodeError as e:
                four.update(told(e).encode())
print(four.hexdigest(), '\U0010ffff'.encode('gb18030'), b'\x84\x31\xa4\x38'.decode('gb18030', 'replace'))

# Two characters that are one pair of bytes: the first waits for the second.
encoder = codecs.getincrementalencoder('big5hkscs')()
print(encoder.encode('\xca'), encoder.getstate(), encoder.encode('\u0304'), encoder.encode('\xca'), encoder.encode('x'))
print(encoder.encode('\xea'), encoder.encode('', True))
for text in '\u304b\u309a', '\u304ba', '\u304b', '\u02e9\u02e5\xca\u0304':
    for name in 'euc_jis_2004', 'shift_jis_2004', 'iso2022_jp_2004':
        data = text.encode(name)
        print(name, ascii(text), data, data.decode(name) == text)

for name in 'iso2022_jp_2', 'iso2022_kr', 'hz', 'gbk':
    encoder, decoder = codecs.getincrementalencoder(name)(), codecs.getincrementaldecoder(name)()
    print(name, encoder.getstate(), decoder.getstate(), encoder.encode('\uac00' if name == 'iso2022_kr' else '中'))
    print(encoder.getstate(), decoder.decode(b'\x1b$B0' if name.startswith('iso2022_jp') else b'a\x1b$'))
    print(decoder.getstate(), encoder.encode('x', True), encoder.getstate())
    for state in [(b'',), (b'', 'a'), 1, (b'', -1), (b'123456789', 0), (b'', 1 << 64)]:
        try:
            decoder.setstate(state)
        except (TypeError, OverflowError, UnicodeError) as e:
            print(type(e).__name__, e)
    for state in 'a', -1, 255, 1 << 200:
        try:
            encoder.setstate(state)
        except (TypeError, OverflowError, UnicodeError) as e:
            print(type(e).__name__, e)

for answer in ['x', (1, 2), ('a', 'b'), ('a', 10), ('a', -10), ('a', 1 << 70), ('a', -1), (b'zz', 2), ('中', 2), ('\uffff', 2)]:
    codecs.register_error('answering', lambda e: answer)
    for name in 'gbk', 'iso2022_jp':
        for work in (lambda: 'a\u0600b'.encode(name, 'answering')), (lambda: b'a\xff\x01b'.decode(name, 'answering')):
            try:
                print(answer, ascii(work()))
            except (TypeError, IndexError, UnicodeError) as e:
                print(answer, type(e).__name__, e)


class Stream:
    def read(self, *size):
        print('read', *size)
        return 'x'

    def readline(self, *size):
        print('readline', *size)
        return b'line\n'

    def write(self, data):
        print('write', data)


reader = codecs.getreader('gbk')(io.BytesIO('中a国\nb\n'.encode('gbk')))
print(reader.read(1), reader.read(2), reader.readline(), reader.readlines(), reader.read() == '')
reader = codecs.getreader('gbk')(Stream(), 'replace')
print(reader.errors)
for call in ["read('a')", 'read()', 'read(2)', 'readline(3)', 'readline()', 'readlines(4)', "readlines('b')"]:
    try:
        print(call, eval('reader.' + call))
    except TypeError as e:
        print(call, e)
writer = codecs.getwriter('iso2022_jp')(Stream())
writer.write('中')
writer.writelines(['国', 'a'])
print(writer.reset())
for lines in 1, [1]:
    try:
        writer.writelines(lines)
    except TypeError as e:
        print(e)
for wrong in [1], ['x', 'y']:
    try:
        codecs.getincrementalencoder('gbk')(*wrong)
    except TypeError as e:
        print(e)
for wrong in 'big5', 1:
    import _codecs_cn
    try:
        _codecs_cn.getcodec(wrong)
    except (LookupError, TypeError) as e:
        print(e)
