# Codecs: the native ones, the library's, error handlers, incremental decoding.
import _codecs
import codecs


def attempt(f, *args):
    try:
        print("->", ascii(f(*args)))
    except Exception as e:
        print(type(e).__name__, e)


text = "aé€\U0001f600\n"
for name in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-be", "utf-7", "utf-8-sig", "unicode-escape", "raw-unicode-escape"):
    data = text.encode(name)
    print(name, data, data.decode(name) == text)
    half = codecs.getincrementaldecoder(name)()
    print(ascii("".join(half.decode(data[i : i + 1]) for i in range(len(data))) + half.decode(b"", True)) == ascii(text))
for name in ("cp1252", "cp437", "iso8859-15", "koi8-r", "mac-roman"):
    attempt("é€".encode, name)
    attempt(b"\xe9\x81\xa4".decode, name)
attempt(text.encode, "ascii")
attempt(text.encode, "latin-1")
attempt(text.encode, "nope")
attempt(text.encode, "hex")
attempt(b"x".decode, "rot13")
attempt(codecs.lookup, "nope")
attempt(codecs.lookup_error, "nope")
attempt(codecs.register, 5)
attempt(codecs.register_error, "x", 5)
for errors in ("ignore", "replace", "xmlcharrefreplace", "backslashreplace", "namereplace", "surrogateescape", "mine"):
    attempt(text.encode, "ascii", errors)
    attempt(b"a\xffb".decode, "ascii", errors)
    attempt(b"a\xffb".decode, "utf-8", errors)
    attempt("a€".encode, "cp437", errors)


def mine(e):
    return "<%s %d-%d>" % (e.object[e.start : e.end], e.start, e.end), e.end


codecs.register_error("mine", mine)
attempt(text.encode, "ascii", "mine")
attempt(b"a\xffb".decode, "utf-8", "mine")
attempt("a€b".encode, "cp437", "mine")
codecs.register_error("bad", lambda e: 5)
attempt(b"\xff".decode, "ascii", "bad")
attempt("é".encode, "ascii", "bad")
codecs.register_error("far", lambda e: ("", 99))
attempt(b"\xff".decode, "ascii", "far")


def search(name):
    if name == "doubling":
        return codecs.CodecInfo(lambda s, e="strict": ((s * 2).encode(), len(s)), lambda b, e="strict": (bytes(b).decode()[::2], len(b)), name=name)
    return None


codecs.register(search)
print("abc".encode("doubling"), b"aabbcc".decode("Doubling"))
codecs.unregister(search)
attempt("abc".encode, "doubling")
print(codecs.encode("abc", "rot13"), codecs.decode(b"6162", "hex"), codecs.encode(b"ab", "base64"))
print(_codecs.utf_8_decode(b"a\xe2\x82"), _codecs.utf_8_decode(b"a\xe2\x82", "ignore", True), _codecs.utf_16_ex_decode(b"\xff\xfea\0", "strict", 0, False))
print(_codecs.escape_decode(rb"\x41\n\101"), _codecs.escape_encode(b"a'\n\xff"), _codecs.charmap_build("ab\ufffec"))
attempt(_codecs.escape_decode, rb"\x4")
attempt(_codecs.unicode_escape_decode, rb"\x4")
attempt(_codecs.unicode_escape_decode, rb"\u12")
attempt(_codecs.unicode_escape_decode, rb"\N{BULLET}\N{nope}")
attempt(_codecs.utf_7_decode, b"+A", "strict", True)
attempt(_codecs.charmap_decode, b"ab", "strict", {97: "x"})
attempt(_codecs.charmap_encode, "ab", "replace", {97: b"xy", 63: 33})
