# Padding, stripping and expanding methods of str.
for w in (0, 3, 5, 6, 8):
    print([x.center(w) for x in ("ab", "abc")], [x.center(w, "*") for x in ("ab", "abc")], "ab".ljust(w, "."), "ab".rjust(w, "-"))
print([x.zfill(6) for x in ("12", "-12", "+12", "--1", "", "-", "abc", "1234567")])
print("é".center(5, "ü"), "x".rjust(3, "名"), "\tx".zfill(4).encode())
print(repr("  a b  ".strip()), repr("  a ".lstrip()), repr("  a ".rstrip()), "xxaxx".strip("x"), "abcba".strip("ab"), "abc".strip(""), "abc".lstrip("cba") == "")
print(repr("\u2003x\u00a0\x1c".strip()), repr("\x85x\u200b".strip()), repr("\n\r\t\v\f x".strip()), "éaé".strip("é"), "aXa".strip("a"))
print("a\tb".expandtabs(), "a\tb".expandtabs(4), "\t|".expandtabs(3), "a\tb".expandtabs(0), "ab\n\tc\td".expandtabs(4).encode(), "a\tb".expandtabs(-1), "abc\t".expandtabs(1).encode())
for fn in [lambda: "a".center(), lambda: "a".center("3"), lambda: "a".center(3, "xx"), lambda: "a".ljust(3, ""), lambda: "a".rjust(3, b"x"), lambda: "a".strip(1), lambda: "a".zfill("x"), lambda: "a".center(3, 5),
           lambda: "a".expandtabs("x"), lambda: "a".strip("a", "b"), lambda: "a".lstrip(b"a"), lambda: "a".upper(1), lambda: "a".nosuch(), lambda: str.upper(1), lambda: str.upper(), lambda: "a".join(1), lambda: "a".join([1]),
           lambda: ",".join(["a", None]), lambda: ",".join(b"ab"), lambda: "".join(5), lambda: "a".replace("b"), lambda: "a".replace(1, "b"), lambda: "a".replace("a", "b", "c"), lambda: "a".replace("a", "b", None)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
print(",".join([]), ",".join(["a"]), ",".join("abc"), "".join(x for x in "xyz"), ", ".join({"k": 1}), "é".join(["a", "b"]), "-".join(("1", "2")), "ab".join("12"))
print("aaa".replace("a", "b"), "aaa".replace("a", "b", 2), "aaa".replace("a", "b", 0), "aaa".replace("a", "b", -1), "abc".replace("", "-"), "abc".replace("", "-", 2), "".replace("", "x"), "".replace("", "x", 0), "aé".replace("é", "名"), "abab".replace("ab", ""))
