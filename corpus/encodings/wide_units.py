"""Text of every width through UTF-8 and UTF-16, whole and broken; numbers of two words as text."""
texts = ["é", "hé", "hello wörld", "łódź", "a\uffff", "\U0001f600", "x\U0010ffff!", "é" * 70000, "ascii" * 20000]
for t in texts:
    for name in ("utf-8", "utf-16", "utf-16-le", "utf-16-be", "utf-8-sig", "utf-32"):
        assert t.encode(name).decode(name) == t
    print(len(t), len(t.encode()), len(t.encode("utf-16")), ascii(t.encode("utf-16-be").decode("utf-16-be")[:12]))
for data in (b"a\x00b", b"\x00\xd8", b"\x00\xdc", b"\x00\xd8a\x00", b"a\x00\x00\xd8\x00\xdc", b"\xff\xfe", b"\xfe\xff\x00a", b"\xff\xfea\x00\xe9\x00"):
    for name in ("utf-16", "utf-16-le", "utf-16-be"):
        for errors in ("strict", "replace", "ignore", "surrogatepass", "backslashreplace"):
            try:
                print(name, errors, ascii(data.decode(name, errors)))
            except UnicodeDecodeError as e:
                print(name, e)
for a in (2**64, 2**100 + 7, 2**127, 10**38, 2**128 - 1, 2**128, 10**40):
    for b in (1, 7, 2**64, 2**90, 10**38, -3):
        print(a // b, a % b, -a // b, -a % b, divmod(a, b) == (a // b, a % b))
try:
    print(2**70 % 0)
except ZeroDivisionError as e:
    print(e)
try:
    print(2**70 // 0)
except ZeroDivisionError as e:
    print(e)
print("a.b.c".replace(".", ""), "abc".replace(".", "x"), "é.".replace(".", "€"), "ééé".replace("é", "e"), "abc".replace("", "-"), "aaa".replace("a", "b", 0))


class S(str):
    pass


print(type(S("abc").replace("x", "y")), type(S("abc").replace("a", "b")))
