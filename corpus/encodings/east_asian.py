"""The codecs of East Asia: text there and back, piece by piece, through streams and error handlers. [slow]"""

import codecs
import io

TEXTS = {
    'gb2312': '中文字', 'gbk': '中文々〇', 'gb18030': '中文ä€\U0001f600', 'hz': '中~文', 'big5': '中文字', 'cp950': '中文€',
    'euc_kr': '한국어', 'cp949': '한국어똠', 'johab': '한국어', 'euc_jp': '日本語ｶﾅ丂', 'shift_jis': '日本語ｶﾅ',
    'cp932': '日本語①', 'iso2022_jp': '日本語 and ASCII', 'iso2022_jp_1': '日本丂',
}

for name, text in TEXTS.items():
    data = text.encode(name)
    print(name, data, data.decode(name) == text)
    decoder = codecs.getincrementaldecoder(name)()
    parts = [decoder.decode(data[i:i + 1], i + 1 == len(data)) for i in range(len(data))]
    print(' ', ''.join(parts) == text)
    encoder = codecs.getincrementalencoder(name)()
    print(' ', b''.join(encoder.encode(c, i + 1 == len(text)) for i, c in enumerate(text)) == data)
    print(' ', codecs.getreader(name)(io.BytesIO(data)).read() == text)
    with io.TextIOWrapper(io.BytesIO(data + b'\n'), encoding=name, newline='') as lines:
        print(' ', lines.readline() == text + '\n')
    for bad in [text + '\u0378', '\udc80']:
        try:
            bad.encode(name)
            print('  encoded')
        except UnicodeEncodeError as e:
            print(' ', e)
    print(' ', 'a\u0378b'.encode(name, 'replace'), 'a\u0378'.encode(name, 'xmlcharrefreplace'))
    if not name.startswith('iso'):
        for wrong in [data + b'\xff', data[:-1], b'a\x80\x80b']:
            try:
                print(' ', wrong.decode(name))
            except UnicodeDecodeError as e:
                print(' ', e, e.start, e.end)
            print(' ', ascii(wrong.decode(name, 'replace')), ascii(wrong.decode(name, 'ignore')))

for alias in 'EUC-JP', 'sjis', 'ms932', 'big5-tw', 'ks_c-5601', 'iso-2022-jp', 'GB18030-2000', 'uhc':
    print(alias, codecs.lookup(alias).name)
