"""Methods of str on odd arguments."""

TEXTS = ["", "a", "Hello World", "  spaced\tout\n", "ÀÉß ŉ", "ǆungla", "١٢٣", "²", "Ⅷ", "\x1c\x85", "\ud800", "a\x00b", "ﬁn",
         "İ", "ΑΣ", "under_score9", "CamelCase", "123", "-1", "a,b,,c", "aXbXc"]
for t in TEXTS:
    print(ascii(t), len(t))
    print(" ", *[ascii(getattr(t, m)()) for m in ("upper", "lower", "title", "capitalize", "swapcase", "casefold")])
    print(" ", *[int(getattr(t, "is" + m)()) for m in (
        "alnum alpha ascii decimal digit identifier lower numeric printable space title upper").split()])
    print(" ", ascii(t.split()), ascii(t.splitlines(True)), ascii(t.strip()), ascii(t.expandtabs(4)))
    print(" ", ascii(t.partition("X")), ascii(t.rpartition(",")), ascii(t.center(9, "*")), ascii(t.zfill(6)))
    print(" ", t.find(""), t.rfind(""), t.count(""), t.count("a"), ascii(t.replace("", "-", 3)), t.startswith("", 1))
    print(" ", ascii(t[::-1]), ascii(t[1:-1:2]), ascii(t * 2), hash(t) == hash(t + ""), t.encode("utf-8", "surrogatepass"))
print("a,b,,c".split(","), "a,b,,c".rsplit(",", 1), "a b  c ".split(None, 1), " a b ".rsplit(None, 1), "".split(","))
print("abc".translate({97: "X", 98: None, 99: 65}), "abc".translate(str.maketrans("ab", "xy", "c")), str.maketrans({"a": 1}))
print("x".join(["a"]), "".join([]), ",".join("abc"), "abc".removeprefix("ab"), "abc".removesuffix("x"))
print("{0:>5}|{0:^5}|{0:<5}|{0:*^7}".format("ab"), "%-5s|%5s|%.1s" % ("ab", "ab", "ab"), "{:5}".format("é"))
print("abc" < "abd", "a" < "B", "" < "a", "é" > "z", "\U0001f600" > "\uffff", max("aBc"), sorted("bÀa"))
print("abcabc".index("c", 3), "abcabc".rindex("a", 0, 3), "abc".find("c", -1), "abc".find("", 4), "abc".endswith(("x", "c")))
