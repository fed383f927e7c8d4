# Characters outside ASCII: normal forms kept apart, widths, cases, surrogates.
a, b = "é", "e\u0301"
print(a == b, len(a), len(b), a.encode(), b.encode(), sorted([b, a, "f", "e"]))
word = "naïve café Ελλάδα Привет 日本語 😀"
print(word.upper(), word.title(), word.swapcase(), word.split(), len(word), len(word.encode()))
print([w.isalpha() for w in word.split()], word.find("😀"), word.rfind("é"), word.index("日本"), word.replace("日本", "にほん"))
print(word[::-1], word[6:10], word.center(60, "·"), ascii(word))
for ch in "aé語😀\u0301\ud83d":
    print(ascii(ch), ord(ch), hex(ord(ch)), len(ch), ch.isprintable(), ch.isidentifier())
pair = "\ud83d\ude00"
print(len(pair), pair == "😀", ascii(pair), ascii("😀"))
mixed = ["z", "é", "語", "😀", "A", "a", "\xff", "\u0100"]
print(ascii(sorted(mixed)), ascii(max(mixed)), ascii(sorted(mixed, reverse=True)), ascii(sorted(mixed, key=str.lower)))
table = {ord("é"): "e", ord("語"): "go", ord("😀"): None}
print("é語😀x".translate(table))
d = {"é": 1, "語": 2, "😀": 3}
print(d, "é" in d, b in d, d["\U0001f600"], list(d), {k.upper(): v for k, v in d.items()})
s = ""
for code in (0x61, 0xE9, 0x8A9E, 0x1F600):
    s += chr(code)
    print(len(s), s, s[-1], s.encode("utf-8"))
t = s[:-1]
print(t, t[:-1], t[:-1][:-1], t[:1] == "a", (t + "x")[3])
print("ΣΑΣ".lower(), "ß".upper(), "ŉ".upper(), "ﬃ".title(), "ǰ".upper() == "J\u030c", "Ǆ".lower(), "ſ".upper(), "K".lower(), "İ".casefold() == "i\u0307", "ı".upper())
print("²".isdigit(), "²".isdecimal(), "½".isnumeric(), "५".isdecimal(), int("५६"), float("५.६"), "Ⅳ".isnumeric(), "四".isnumeric())
print("\u2028".isspace(), "\u200b".isspace(), "\x1f".isspace(), "\xa0".isspace(), "a\u2029b".splitlines(), "a\u3000b".split())
