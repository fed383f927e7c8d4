"""[slow] Methods and attributes of patterns and matches."""
import copy
import pickle
import re

p = re.compile(r"(?P<word>\w+)-(?P<number>\d+)?(x)?", re.I)
print(p.pattern, int(p.flags), p.groups, p.groupindex, type(p.groupindex).__name__)
m = p.search("  ab-12 cd-x")
print(m, bool(m), m.re is p, m.string, m.pos, m.endpos, m.lastindex, m.lastgroup, m.regs)
print(m.group(), m.group(0), m.group(1), m.group("number"), m.group(1, 2, "word"), m[0], m["word"], m[3])
print(m.groups(), m.groups("-"), m.groups(default=0), m.groupdict(), m.groupdict("?"))
print(m.start(), m.end(), m.span(), m.start(2), m.end("number"), m.span(3), m.start(3))
print(m.expand(r"\2-\g<word>\n[\g<3>]\\"), m.expand("plain"))
m = p.match("cd-x")
print(m.groups(), m.groupdict(), m.lastindex, m.lastgroup, m.expand(r"<\2>"))

print(p.match("ab-1", 1), p.match("ab-1", 0, 3), p.match("ab-1", pos=1, endpos=2), p.match(string="ab-1"))
print(p.fullmatch("ab-1"), p.fullmatch("ab-1 "), p.fullmatch("ab-1 ", 0, 4), p.fullmatch("ab-1", -5, 100))
c = re.compile("")
print(c.match("abc", 2, 1), c.search("abc", 2, 1), c.match("abc", 9), c.findall("abc", 1, 2), c.split("abc"))

print(re.findall(r"\d", "a1b2"), re.findall(r"(\w)\d", "a1b2"), re.findall(r"(\w)(\d)?", "a1b"))
print([x.span() for x in re.finditer("a*?", "baa")], [x.span() for x in re.finditer("a*", "baa")])
print(list(re.compile("b").finditer("abcb", 2)), type(re.finditer("", "")).__name__)
print(re.split(",", "a,b,,c"), re.split("(,)", "a,b"), re.split("x*", "axbc"), re.split(",", "a,b,c", maxsplit=1))
print(re.split(r"(-)|(,)", "a-b,c"), re.split(r"\b", "one two"), re.compile(",").split("a,b,c", -1))

for a in (re.compile("x"), re.compile("x", re.I), re.compile(b"x"), re.compile("y")):
    for b in (re.compile("x"), re.compile("x", re.I)):
        print(a == b, a != b, (hash(a) == hash(b)) == (a == b), end="; ")
print()
print(re.compile("x") == "x", re.compile("x") in {re.compile("x"): 1})
try:
    re.compile("x") < re.compile("y")
except TypeError as e:
    print(e)
print(copy.copy(p) is p, copy.deepcopy(p) is p, copy.copy(m) is m, copy.deepcopy(m) is m)
print(pickle.loads(pickle.dumps(p)) == p)
for flags in (0, re.I, re.M | re.S, re.X, re.A, re.I | re.A, re.U, re.L):
    pattern = b"x" if flags == re.L else "x"
    print(re.compile(pattern, flags))
print(re.compile("a" * 250))
print(re.match("a+", "a" * 100), re.match(r".", "'"), re.match(r"(?s).*", "\n\t\0é\u3042"))
print(re.Pattern[str], re.Match[bytes], re.Pattern.__module__, re.Pattern.__qualname__, re.Match.__name__)
print(isinstance(p, re.Pattern), isinstance(m, re.Match))
class S(str): pass
class B(bytes): pass
print(type(re.match("a+", S("aa")).group()), type(re.match(b"a+", B(b"aa")).group()), type(re.sub("x", "y", S("aa"))))
print(type(re.match("a+", S("aa")).string), re.match(S("a"), "a"))
text = "no match here"
print(re.sub("xyz", "", text) is text, re.match("(?s).*", text).group() is text)
