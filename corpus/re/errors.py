"""[slow] Errors of patterns, methods and templates."""
import re

for pattern in ["(", ")", "[", "[a", "*", "a**", "a{2,1}", "(?P<n", "(?P<1>a)", "(?P=x)", "(?<x)", "(?z)", r"\1",
                "\\", "[b-a]", "(?P<a>x)(?P<a>y)", "(?(1)a|b|c)", "(?(x)a)", r"(?<=a*)b", "a(?i)b", "(?i-i:a)",
                r"\N{no such name}", r"\Nx", r"\x1", r"\u12", r"\U00110000", r"[\d-z]", r"\8", "(?", "(?P", "(?#",
                "a{99999999999999}", "x" * 2 + "+++", "(?a-i:x)", "(?au:x)", r"\q", "(?:", "(?=", "(?(", "(?P>", "(?P<>)"]:
    try:
        print(repr(pattern), re.compile(pattern))
    except re.error as e:
        print(repr(pattern), "error:", e, "|", e.msg, e.pos, e.lineno, e.colno)
    except (OverflowError, RecursionError) as e:
        print(repr(pattern), type(e).__name__, e)

p = re.compile(r"(?P<w>\w)(\d)?")
m = p.match("a")
CASES = """
m.group(3)
m.group(-1)
m.group("x")
m.group(1.5)
m[5]
m["nope"]
m.start(9)
m.span("q")
m.groups(1, 2)
m.groupdict(x=1)
m.expand()
m.expand(3)
m.expand(r"\\9")
m.expand(r"\\g<nope>")
p.match()
p.match(1)
p.match("a", "b")
p.match("a", 1, 2, 3)
p.match("a", x=1)
p.match(b"a")
p.search(None)
p.fullmatch([])
p.sub("x")
p.sub(1, "a")
p.sub(lambda m: 1, "ab")
p.sub(lambda m: None, "ab")
p.sub(lambda m: m.group(7), "ab")
p.sub(r"\\3", "a")
p.sub(r"\\g<1", "a")
p.sub(r"\\g<>", "a")
p.sub(r"\\q", "a")
p.sub(b"x", "a")
p.sub("x", b"a")
p.subn("x", "a", "b")
p.split("a", "b")
p.split("a", 1, 2)
p.findall("a", pos=10**30)
p.flags.x
re.compile(p, re.I)
re.compile(3)
re.compile(b"w", re.U)
re.compile("x", re.L)
re.compile("x", re.A | re.U)
re.Pattern()
re.Match()
re.compile(b"a").match("a")
re.compile(b"a").match(memoryview(b"abc")).group()
re.compile(b"a").sub("x", b"a")
re.escape(3)
setattr(p, "pattern", 1)
setattr(m, "string", 1)
setattr(p, "new", 1)
p.groupindex.update({})
"""
for case in CASES.split("\n")[1:-1]:
    try:
        print(case, "->", repr(eval(case)))
    except Exception as e:
        print(case, "->", type(e).__name__ + ":", e)
