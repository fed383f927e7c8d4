# Statements that are nearly right: which part CPython marks, and with which words.
texts = """a, 1 = x
1, a = x
a, f() = x
a, f() = x = 3
a, 1, = x
(a, 1) = x
a, (1) = x
a, None = x
(None) = 1
*a, 1 = x
a, 1 = *x, y
a, f"{x}" = 1
'x', a = 1
f(), a = 1, 2
((a[i]) := x)
((a) := x)
(((1)) := x)
(a := 1) := 2
{(a.b) := 1}
class X(a, b for b in c): pass
class X(b for b in c, a): pass
class X(b for b in c): pass
lambda *, **k: 1
def f(*, **k): pass
def f(a: int = 1, b: int): pass
def f(a=1, b): pass
def f(a) -> int pass
def f(a) -> int
match x:\\n  case {1 2: a}: pass
match x:\\n  case {1: }: pass
match x:\\n  case {1+1j: a, 1 + 1j: b}: pass""".split("\n")

for text in texts:
    text = text.replace("\\n", "\n")
    try:
        compile(text, "made", "exec")
        print(repr(text), "is right")
    except SyntaxError as e:
        print(repr(text), e.msg, (e.lineno, e.offset), (e.end_lineno, e.end_offset))

# One interactive statement is shown as it was given.
for text in ("1 +", "x = = 1", "x = = 1\n", "f(**x, y)"):
    try:
        compile(text, "made", "single")
    except SyntaxError as e:
        print(repr(text), e.msg, (e.lineno, e.offset), (e.end_lineno, e.end_offset), repr(e.text))
