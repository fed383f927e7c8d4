"""[slow] Flags, given and inline."""
import re

print(re.I, re.I | re.M, re.compile("x").flags, re.RegexFlag(0), repr(re.NOFLAG), re.A | re.S | re.X)
print([re.RegexFlag(1 << n).name for n in (1, 3, 4, 5, 6, 8)])
text = "One\ntwo\nTHREE\n"
for flags in (0, re.I, re.M, re.S, re.I | re.M, re.M | re.S, re.A, re.X):
    for pattern in ("^t.*$", r"\At", "^$", "o.t", r"e$", r"e\Z", "t h r e e", "[a-z]+", "^"):
        print(int(flags), pattern, [m.span() for m in re.finditer(pattern, text, flags)])
for pattern in ("(?i)ONE", "(?m)^two$", "(?s)one.two", "(?i)(?s)one.two", "(?is)one.two", "(?x) t w o # c", "(?i:o)ne", "(?i:O(?-i:n)E)", "(?a)\\w", "(?im:^TWO$)"):
    c = re.compile(pattern)
    print(pattern, int(c.flags), c, c.search(text))
print(re.findall("a b", "ab a b", re.X), re.findall(r"a\ b", "a b", re.X), re.findall("[a b]", "a b", re.X), re.findall("a#b\nc", "ac", re.X))
print(re.purge(), re.escape("a.b*c d\n\0é-_~"), re.escape(b"a.b\xff"), re.escape(""))
