"""Names: both ways, aliases, sequences, and in literals."""
import unicodedata as u

for c in [0x20, 0x41, 0xe9, 0x3b1, 0x5d0, 0x4e00, 0x3400, 0x2a6df, 0x31350, 0xac00, 0xac01, 0xd7a3, 0xc5b4, 0xf900, 0xfa6d, 0x2f800, 0x1b170, 0x18b00,
          0x1f600, 0x1f9d1, 0x1d7d8, 0x12000, 0x13000, 0xe0100, 0xfe0f, 0x2028, 0x1100, 0x11a8, 0xa000, 0x16800]:
    n = u.name(chr(c))
    print(f"{c:X}", n, u.lookup(n) == chr(c))
for c in (0, 0x7f, 0x378, 0xd800, 0xe000, 0x17000, 0x9fff + 0x100000, 0xf0000, 0xffff):
    print(f"{c:X}", u.name(chr(c), "none"))
for n in ["LF", "nul", "BELL", "ALERT", "NBSP", "zwj", "line feed", "KEYCAP DIGIT ONE", "Latin Small Letter E With Acute", "latin small letter e with vertical line below and acute",
          "LATIN SMALL LETTER E WITH VERTICAL LINE BELOW AND ACUTE", "CJK UNIFIED IDEOGRAPH-4E00", "cjk unified ideograph-4e00", "CJK UNIFIED IDEOGRAPH-04E00",
          "CJK UNIFIED IDEOGRAPH-+4E0", "CJK UNIFIED IDEOGRAPH-A000", "cjk compatibility ideograph-f900", "CJK COMPATIBILITY IDEOGRAPH-0F900", "NUSHU CHARACTER-1B170",
          "HANGUL SYLLABLE GA", "hangul syllable ga", "HANGUL SYLLABLE GAGG", "HANGUL SYLLABLE GGWALB", "HANGUL SYLLABLE A", "HANGUL SYLLABLE ", "HANGUL SYLLABLE XX",
          "", " ", "no such name", "LATIN SMALL LETTER", "LATIN SMALL LETTER A ", "é", "x" * 256, "x" * 257]:
    try:
        print(n[:60], ascii(u.lookup(n)))
    except KeyError as e:
        print(n[:60], "KeyError", ascii(str(e))[:80])
for bad in (3, None, b"LF", b"\xff"):
    try:
        print(bad, ascii(u.lookup(bad)))
    except (TypeError, KeyError, UnicodeError) as e:
        print(bad, type(e).__name__, e)
for n in ("LF", "LATIN SMALL LETTER D WITH CURL", "LATIN SMALL LETTER A"):
    try:
        print(ascii(u.ucd_3_2_0.lookup(n)))
    except KeyError as e:
        print(e)
print(ascii("\N{BULLET}\N{snowman}\N{LF}\N{HANGUL SYLLABLE HAN}\N{CJK UNIFIED IDEOGRAPH-6F22}\N{Greek small letter final sigma}\N{NULL}\N{NBSP}"))
print(ascii(f"\N{BULLET}{1 + 1}\N{DEGREE SIGN}"), r"\N{BULLET}", len("\N{GRINNING FACE}"), "\N{LATIN CAPITAL LETTER GHA}" == "\N{LATIN CAPITAL LETTER OI}")
for source in (r"'\N{nope}'", r"'\N{}'", r"'\N'", r"'\N{LF'", r"'\N{KEYCAP DIGIT ONE}'", r"'\Nx'", r"'ab\N{hangul syllable ga}'", r"'\N{ LF}'"):
    try:
        print(source, ascii(eval(source)))
    except SyntaxError as e:
        print(source, e.msg)
# Every name of some blocks leads back.
bad = []
for first in (0x20, 0x250, 0x400, 0x1200, 0x1400, 0x2100, 0xa500, 0xfe70, 0x12000, 0x1f300):
    for c in range(first, first + 150):
        n = u.name(chr(c), None)
        if n is not None and (u.lookup(n) != chr(c) or u.lookup(n.lower()) != chr(c)):
            bad.append(c)
print(bad)
