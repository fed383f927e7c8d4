"""[slow] Classes, case and widths: text of one, two and four bytes a character, and bytes."""
import re

TEXTS = ["plain text 42", "déjà vu ÀÉ", "Привет, мир 5", "日本語 テキスト", "\U0001f600 smile \U0001d7d8", "ß ſ ẞ İ ı K Å Σσς", "a\x85b\u2028c\x1cd\xa0e", "\ud800x"]
for text in TEXTS:
    print(ascii(text))
    for pattern in (r"\w+", r"\W+", r"\d+", r"\s+", r"\S+", r"\b\w", r"[^\W\d]+", r"[а-яё]+", r"[\u3040-\u30ff]+", r"."):
        print("  ", pattern, ascii(re.findall(pattern, text)), ascii(re.findall(pattern, text, re.A)), ascii(re.findall(pattern, text, re.I)))
for pattern, text in [("é", "É"), ("ß", "ẞ"), ("ſ", "s"), ("s", "ſ"), ("[r-t]", "ſ"), ("K", "\u212a"), ("k", "\u212a"), ("[j-l]", "\u212a"),
                      ("σ", "ς"), ("[Σ]", "ς"), ("ı", "I"), ("İ", "i"), ("[à-ï]+", "ÀÏ"), ("µ", "μ"), ("ǆ", "ǅ"), ("Ω", "\u2126"), ("[^a]", "A"),
                      ("\ufb05", "\ufb06"), ("\u0390", "\u1fd3"), ("[\U00010428-\U0001044f]", "\U00010400"), ("é", "E"), ("i", "İ")]:
    print(ascii(pattern), ascii(text), bool(re.match(pattern, text, re.I)), bool(re.match(pattern, text, re.I | re.A)), bool(re.match(pattern, text)))
    back = re.compile("(%s)\\1" % pattern, re.I)
    print("  ", [bool(back.match(x + y)) for x in (text, text.upper()) for y in (text, text.lower())])
data = bytes(range(256))
for pattern in (rb"\w", rb"\W", rb"\d", rb"\s", rb"[\x80-\xff]", rb".", rb"[^a-z]", rb"\b."):
    found = re.findall(pattern, data)
    print(pattern, len(found), len(re.findall(pattern, data, re.I)), len(re.findall(pattern, data, re.L)), found[:3])
print(re.match(rb"(?iL)\xe9[A-C]", b"\xe9b"), re.match(rb"(?i)\xe9", b"\xc9"), re.match(rb"(?L)\w\W", b"a\xe9"))
for source in (b"abc", bytearray(b"abc"), memoryview(b"abc"), memoryview(b"xabcx")[1:4]):
    m = re.search(b"b(c)", source)
    print(m.span(), m.group(1), type(m.group()).__name__, type(m.string).__name__, re.split(b"b", source), re.sub(b"b", b"-", source))
