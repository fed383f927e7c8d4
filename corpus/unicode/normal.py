"""[slow] The four normal forms."""
import unicodedata as u

FORMS = ("NFC", "NFD", "NFKC", "NFKD")
TEXTS = ["", "abc", "é", "e\u0301", "\u1e9b\u0323", "\u0344", "ﬁﬀ", "①²½", "가각힣", "\u1100\u1161\u11a8", "\u1100\u1161\u11a7", "\uac00\u11a8", "\u0915\u093c",
         "a\u0323\u0302", "a\u0302\u0323", "a\u0301\u0301", "\u212b\u2126\u212a", "\ufb2c", "q\u0307\u0323", "ΐ\u0390", "\U0001d15e", "\U0001d7d8", "\uf900", "\U0002f868",
         "ｶﾞ", "a\u0301b\u0301\u0323c", "\u0301a", "\ud800\u0301", "ſ\u0307", "\u0b47\u0b56\u0b3e", "\u09c7\u09be", "x" * 20 + "é", "\u3392Ⅷ", "\ufdfa", "\u1112\u1161\u11ab\u1100\u1173\u11af"]
for text in TEXTS:
    print(ascii(text), *(ascii(u.normalize(f, text)) for f in FORMS), *(u.is_normalized(f, text) for f in FORMS))
    print("   3.2", *(ascii(u.ucd_3_2_0.normalize(f, text)) for f in FORMS), *(u.ucd_3_2_0.is_normalized(f, text) for f in FORMS))
class S(str): pass
s = S("abc")
print(u.normalize("NFC", s) is s, type(u.normalize("NFD", S("é"))))
total = 0
for first in (0xa0, 0x340, 0x900, 0x1e00, 0x2100, 0x3300, 0xac00, 0xf900, 0xff00, 0x1d100, 0x2f800):
    for c in range(first, first + 120):
        for f in FORMS:
            for text in (chr(c), "a" + chr(c) + "\u0301\u0323" + chr(c)):
                for d in u.normalize(f, text):
                    total = (total * 31 + ord(d)) & 0xffffffff
print(total)
ﬁ = 1
print("fi" in globals(), eval("ﬁ"), "\u1d2c" in "\u1d2c")
