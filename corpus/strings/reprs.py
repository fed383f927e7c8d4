# repr and ascii of strings: quoting, escapes, unprintable characters.
samples = ["", "a", "'", '"', "'\"", "\\", "\n\r\t", "\x00\x01\x1f\x7f", "\x80\xa0\xad\xff", "é", "\u0300", "\u200b\u2028", "\ud800", "\ufffe", "😀", "\U000e0001", "名前", "a'b", 'a"b', "it's \"x\"", "\U0010ffff", "\u3000", "\ue000", "ß\u0378"]
for s in samples:
    r = repr(s)
    print(ascii(s), len(r), ascii(r), eval(r) == s)
print(repr("tab\there"), str("x"), repr(repr("'")), ascii("é'"), [""], ("'",), {"\\": "\n"})
print("%r %a %s" % ("é\n", "é\n", "é"), "{!r} {!a} {!s}".format("'", "ü", "ü"), f"{'q'!r:>5}|{'ü'!a}")
print(str(), str(b"abc"), str(b"abc", "ascii"), str(b"\xc3\xa9", "utf-8"), str(object=5), str(b"\xff", "latin-1"), str(b"\xff", "utf-8", "replace"))
for fn in [lambda: str(b"\xff", "utf-8"), lambda: str("a", "utf-8"), lambda: str(5, "utf-8"), lambda: str(b"a", "nope"), lambda: "\ud800".encode(), lambda: "é".encode("ascii"), lambda: "名".encode("latin-1"), lambda: b"\x80abc".decode("ascii"), lambda: b"a\xe9".decode(), lambda: b"\xf0\x9f".decode(),
           lambda: "aéé".encode("ascii"), lambda: "x".encode("ascii", "nope"), lambda: "é".encode("ascii", "nope"), lambda: str(1, 2, 3, 4), lambda: chr(-1), lambda: chr(0x110000), lambda: ord("ab"), lambda: ord(""), lambda: ord(5), lambda: chr("a"), lambda: chr(1 << 70), lambda: ord(b"ab")]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))
print("é名😀".encode(), "é".encode("utf-16-le"), "é".encode("latin-1"), "aé".encode("ascii", "ignore"), "aé".encode("ascii", "replace"), "aé😀".encode("ascii", "backslashreplace"), "aé".encode("ascii", "xmlcharrefreplace"))
print(ascii(b"a\xff".decode("ascii", "replace")), ascii(b"a\xff".decode("utf-8", "ignore")), ascii(b"\xff".decode("utf-8", "backslashreplace")), ascii(b"\xff".decode("utf-8", "surrogateescape")), "\udcff".encode("utf-8", "surrogateescape"), "\ud800".encode("utf-8", "surrogatepass"))
try:
    b"ab\xffcd".decode("utf-8")
except UnicodeDecodeError as e:
    print(e.encoding, e.object, e.start, e.end, e.reason)
try:
    "ab\xe9\xe8c".encode("ascii")
except UnicodeEncodeError as e:
    print(e.encoding, ascii(e.object), e.start, e.end, e.reason)
