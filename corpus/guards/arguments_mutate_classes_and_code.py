# Classes, code and builtins change while arguments are evaluated.
import builtins
class C:
    k = "C.k"
    def __init__(self): self.v = 1
    def m(self, *a): return ("m", self.v, a)
    def n(self, a): return ("n", a)
def new_m(self, *a): return ("new", self.v, a)
def swap():
    C.n = lambda self, a: ("swapped", a)
    return 1
def back():
    C.n = orig
    return 2
orig = C.n
def hot(c, f): return c.n(f())
c = C()
out = []
for i in range(400):
    r = hot(c, swap if i in (150, 250) else back if i in (151, 300) else int)
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
def f(a, b): return ("f", a, b)
def g(a, b): return ("g", a, b)
code = f.__code__
def setcode(): f.__code__ = g.__code__; return 0
def setback(): f.__code__ = code; return 0
def hot2(h): return f(h(), 1)
out = []
for i in range(400):
    r = hot2(setcode if i in (100, 200) else setback if i in (101, 300) else int)
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
def hot3(h): return len(h())
def mock(): builtins.len = lambda x: "mock"; return "abc"
def unmock(): builtins.len = real; return "abcd"
real = len
out = []
for i in range(400):
    r = hot3(mock if i in (100, 200) else unmock if i in (101, 300) else str)
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
def hot4(c, h): return (c.v, h(c), c.v, c.n(c.v))
def dele(c): c.__class__ = D; return "d"
def undo(c): c.__class__ = C; return "c"
class D(C):
    v = property(lambda self: "prop")
    def n(self, a): return ("D.n", a)
out = []
for i in range(400):
    r = hot4(c, dele if i in (100, 200) else undo if i in (120, 300) else id and (lambda c: "-"))
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
