# str.split, rsplit, splitlines with all kinds of separators.
cases = ["", " ", "a", " a  b ", "a,b,,c,", ",", "a\tb\nc", "\u2003x\u3000y", "aXXbXXc"]
for s in cases:
    print(ascii(s), s.split(), s.rsplit(), s.split(" "), s.split(","), s.rsplit(",", 1), s.split(",", 1), s.split(None, 1), s.rsplit(None, 1), s.split("XX"))
print("a b c d".split(maxsplit=2), "a b c d".rsplit(maxsplit=2), "a b c d".split(" ", 0), " a b ".split(None, 0), "a,b,c".split(sep=",", maxsplit=-1), "aaa".split("aa"), "aaa".rsplit("aa"))
print("a\nb\r\nc\rd\x0be\x0cf\x1cg\x85h\u2028i".splitlines(), "a\n\nb\n".splitlines(), "a\n\nb\n".splitlines(True), "".splitlines(), "\n".splitlines(), "x".splitlines(keepends=True), "\r\n".splitlines(True))
for fn in [lambda: "a".split(""), lambda: "a".split(1), lambda: "a".rsplit(""), lambda: "a".split("b", "c"), lambda: "a".split(b","), lambda: "a".split(",", 1, 2), lambda: "a".split(x=1), lambda: "a".splitlines(1, 2)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
text = "the quick brown fox jumps over the lazy dog the end"
counts = {}
for word in text.split():
    counts[word] = counts.get(word, 0) + 1
print(counts)
print(sorted(counts, key=lambda w: (-counts[w], w))[:3])
print([line.strip() for line in """
   one
     two

 three""".splitlines()])
head, *tail = "k=v=w".split("=")
print(head, tail, "k=v=w".split("=", 1), dict(p.split(":") for p in "a:1;b:2".split(";")))
