"""[slow] unicodedata: properties of characters, and its errors."""
import unicodedata as u

print(u.unidata_version, u.ucd_3_2_0.unidata_version, type(u.ucd_3_2_0).__module__, type(u.ucd_3_2_0).__name__)
SAMPLE = "aA1 \n\0éßſǅʰªλЖא٣ا१中ツｱＡ½²Ⅷ①𝟘😀\u0301\u0323\u200d\u2028\ue000\u0378\ud800\U0010ffff(«\u2208\ufb01\u1e9b가\u3400\uf900"
for ch in SAMPLE:
    print(ascii(ch), u.category(ch), u.bidirectional(ch), u.combining(ch), u.east_asian_width(ch), u.mirrored(ch),
          u.decomposition(ch), u.decimal(ch, None), u.digit(ch, None), u.numeric(ch, None), u.name(ch, None), sep="|")
    o = u.ucd_3_2_0
    print("   3.2:", o.category(ch), o.bidirectional(ch), o.combining(ch), o.east_asian_width(ch), o.mirrored(ch),
          o.decomposition(ch), o.decimal(ch, None), o.digit(ch, None), o.numeric(ch, None), o.name(ch, None), sep="|")
for f in [lambda: u.category(3), lambda: u.category("ab"), lambda: u.decimal("ab"), lambda: u.decimal("a"), lambda: u.digit("a"),
          lambda: u.numeric("a"), lambda: u.decimal(), lambda: u.name("\0"), lambda: u.name("ab"), lambda: u.name(3), lambda: u.name("a", 1, 2),
          lambda: u.normalize("x", "a"), lambda: u.normalize("NFC", 3), lambda: u.normalize("NFC"), lambda: u.normalize(3, ""),
          lambda: u.normalize("x", ""), lambda: u.is_normalized("q", "a"), lambda: u.UCD(), lambda: u.ucd_3_2_0.decimal("a"), lambda: u.ucd_3_2_0.digit()]:
    try:
        print(ascii(f()))
    except Exception as e:
        print(type(e).__name__, e)
# Sums over parts of the code space.
def mix(a, text):
    for ch in text:
        a = (a * 31 + ord(ch)) & 0xffffffff
    return a
for first in (0, 0x300, 0x1000, 0x2000, 0x3200, 0xac00, 0xf900, 0xff00, 0x1d400, 0x1f600, 0x2f800, 0xe0000):
    a = 0
    for c in range(first, first + 200):
        ch = chr(c)
        a = mix(a, f"{u.category(ch)}{u.bidirectional(ch)}{u.combining(ch)}{u.east_asian_width(ch)}{u.mirrored(ch)}{u.decomposition(ch)}{u.numeric(ch, None)}{u.name(ch, None)}")
    print(hex(first), a)
