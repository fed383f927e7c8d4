# Search, case and test methods of str, ASCII and beyond.
s = "Hello, World"
print(s.upper(), s.lower(), s.swapcase(), s.title(), s.capitalize(), s.casefold(), "straße".upper(), "STRASSE".casefold(), "ß".casefold())
print("İ".lower().encode("utf-8"), "ǆ".title(), "ﬁ".upper(), "they're bill's".title(), "ÀÉ".lower(), "σς".upper(), "ΑΣ".lower())
print(s.find("o"), s.find("o", 5), s.find("o", 5, 8), s.find("z"), s.find(""), s.find("", 50), s.rfind("o"), s.rfind("o", 0, 5), s.rfind(""))
print(s.index("W"), s.rindex("l"), s.count("l"), s.count(""), s.count("l", 3), s.count("ll"), "aaaa".count("aa"), "".count(""), "abc".count("", 1, 2))
for fn in [lambda: s.index("z"), lambda: s.rindex("z"), lambda: s.find(1), lambda: s.index(), lambda: s.count(None), lambda: s.startswith(1), lambda: s.endswith([1]), lambda: s.startswith(("a", 1))]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
print(s.startswith("He"), s.startswith("World", 7), s.startswith(("x", "H")), s.startswith(()), s.endswith("d"), s.endswith("World", 0, 5), s.endswith(""), s.startswith("", 20), s.startswith("", 12))
tests = ["abc", "ABC", "Abc Def", "123", "12.3", "", " ", "\t\n", "a1", "é", "²", "½", "Ⅷ", "١", "名", "_a", "a b", "class", "\x00", "ǅ", "ª"]
names = ["isalpha", "isdigit", "isdecimal", "isnumeric", "isalnum", "islower", "isupper", "istitle", "isspace", "isidentifier", "isprintable", "isascii"]
for t in tests:
    print(ascii(t), "".join("1" if getattr(t, n)() else "0" for n in names))
print("a,b,c".partition(","), "a,b,c".rpartition(","), "abc".partition("x"), "abc".rpartition("x"))
print("prefix-body".removeprefix("prefix-"), "body.py".removesuffix(".py"), "x".removesuffix(""), "abab".removeprefix("ab"))
print("abc".translate({97: "X", 98: None, 99: 100}), str.maketrans("ab", "xy", "c"), str.maketrans({"a": 1, 2: "b"}))
for fn in [lambda: "a".partition(""), lambda: str.maketrans("ab", "c"), lambda: str.maketrans({"ab": 1}), lambda: str.maketrans(1), lambda: "abc".translate(None), lambda: "a".translate({97: -1}), lambda: "abc".removeprefix(1)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
