# Methods of bytes: the same as of str, on octets.
b = b"Hello, World"
print(b.upper(), b.lower(), b.swapcase(), b.title(), b.capitalize(), b.find(b"o"), b.find(111), b.rfind(b"o"), b.index(b"W"), b.count(b"l"), b.count(108), b.count(b""))
print(b.split(), b.split(b","), b.rsplit(None, 1), b.partition(b", "), b.rpartition(b"x"), b"a\nb\r\nc\x0bd".splitlines(), b"a,b".split(b",", 1), b" x ".strip(), b"xax".strip(b"x"), b"abc".lstrip(b"ba"))
print(b.startswith(b"He"), b.endswith((b"x", b"d")), b.replace(b"l", b"L", 2), b.center(20, b"*"), b"ab".ljust(4), b"ab".rjust(4, b"."), b"-5".zfill(5), b"a\tb".expandtabs(4), b",".join([b"a", bytearray(b"b")]))
print(b"abc".isalpha(), b"123".isdigit(), b"a1".isalnum(), b" \n".isspace(), b"AB".isupper(), b"ab".islower(), b"Ab Cd".istitle(), b"\x80".isascii(), b"".isascii(), b"".isalpha(), b"\xe9".isalpha())
print(b"abc".translate(bytes.maketrans(b"ab", b"xy")), b"abcabc".translate(None, b"b"), b"abc".hex(), b"abc".hex(":"), b"abcde".hex("-", 2), b"abcde".hex("-", -2), bytes.fromhex("61 62\n63"), b"pre-x".removeprefix(b"pre-"), b"x.y".removesuffix(b".y"))
print(b[0], b[-1], b[1:3], b[::-1], b[::3], list(b"ab"), 108 in b, b"lo" in b, b"z" in b, b"" in b, b * 0, b"ab" * 2, b"a" + bytearray(b"b"), bytearray(b"a") + b"b", b"a" < b"b", b"a" == bytearray(b"a"), b"a" == "a")
print(bytes(), bytes(3), bytes([1, 2, 255]), bytes("é", "utf-8"), bytes(b"x"), bytes(range(3)), bytes(bytearray(b"z")), bytes(x for x in (65, 66)), bytes((1,)))
print(repr(b"'"), repr(b'"'), repr(b"'\""), repr(b"\\\n\r\t\x00\x7f\x80"), str(b"a"), "%s" % b"x", b"%d %s %r %x %c %b %a" % (1, b"a", b"b", 255, 65, b"q", "é"), b"%5.1f|%-4d|" % (1.25, 3))
for fn in [lambda: bytes("a"), lambda: bytes(-1), lambda: bytes([256]), lambda: bytes([-1]), lambda: bytes(["a"]), lambda: bytes(1.5), lambda: bytes(None), lambda: bytes("é", "ascii"), lambda: bytes(1, "ascii"), lambda: b[100], lambda: b["a"], lambda: b + "a", lambda: b + 1, lambda: "a" in b, lambda: 256 in b,
           lambda: b.find("a"), lambda: b.find(256), lambda: b.split(""), lambda: b.split(b""), lambda: b.join(["a"]), lambda: b.join([1]), lambda: b.replace("a", "b"), lambda: b.index(b"zz"), lambda: bytes.fromhex("6"), lambda: bytes.fromhex("6g"), lambda: bytes.fromhex(b"61"), lambda: b.hex(5), lambda: b.hex("ab"),
           lambda: b"%s" % "a", lambda: b"%d" % b"a", lambda: b"%c" % 256, lambda: b.center(5, "x"), lambda: b.startswith("H"), lambda: b.translate(b"abc"), lambda: bytes.maketrans(b"a", b"bc"), lambda: b < "a", lambda: b.strip("a"), lambda: b.x, lambda: b * 1.5, lambda: b.decode("nope"), lambda: bytes(1 << 70), lambda: b"%d" % 1.5, lambda: b"%q" % 1]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
