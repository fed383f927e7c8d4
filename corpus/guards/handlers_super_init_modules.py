# Handlers, super, __init__, tracing, loops, recursion and modules see each change at once.
import sys, builtins
# the traced, the recursive, exception handlers, comprehension, star calls, decorators
class E1(Exception): pass
class E2(Exception): pass
Err = E1
def flip():
    global Err
    Err = E2 if Err is E1 else E1
    raise E1 if flipped[0] else E2
flipped = [0]
def hot(i):
    try:
        if i in (50, 51, 120): flipped[0] ^= 1; flip()
        raise E1("x")
    except Err as e: return "Err", type(e).__name__
    except Exception as e: return "other", type(e).__name__
out = []
for i in range(200):
    r = hot(i)
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
class S:
    def m(self): return "S"
class T(S):
    def m(self): return "T" + super().m()
class U:
    def m(self): return "U"
t = T(); out = []
for i in range(400):
    if i == 100: S.m = lambda self: "S2"
    if i == 150: T.__bases__ = (U,) if False else T.__bases__
    if i == 200: builtins.super = lambda *a: U()
    if i == 250: builtins.super = sup
    if i == 300: T.m = lambda self: "new"
    r = t.m()
    if i == 0: sup = super
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
class I:
    def __init__(self, a): self.a = a
def mk(): return I(1).a
out = []
for i in range(400):
    if i == 100: I.__init__ = lambda self, a: setattr(self, "a", "init2")
    if i == 150: I.__new__ = lambda cls, a: object.__new__(cls)
    if i == 180: I.__new__ = staticmethod(lambda cls, *a: object.__new__(cls))
    if i == 250: I.__init__.__code__ = (lambda self, a: setattr(self, "a", "init3")).__code__
    if i == 300: I.__init__.__defaults__ = (3,)
    if i == 350: I = lambda a: S()
    if i == 360: S.a = "Sa"
    try: r = mk()
    except Exception as e: r = repr(e)
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
def tr(frame, ev, arg):
    global G
    if ev == "line" and frame.f_code.co_name == "traced": G += 1; W.v = G
    return tr
class W:
    v = 0
    def m(self): return W.v
w = W(); G = 0
def traced():
    a = G, w.m(), w.v
    b = G, w.m(), w.v
    return a, b
for i in range(100): traced()
sys.settrace(tr); r = traced(); sys.settrace(None); print(r, traced())
def loop():
    out = []
    for i in range(10):
        out.append(K() + len("a"))
        if i == 4: setk()
        if i == 7: delk()
    return out
def K(): return 1
def k2(): return 100
K1 = K
def setk():
    global K
    K = k2
def delk():
    global K
    K = K1
for _ in range(30): r = loop()
print(r)
def fact(n):
    global fact
    if n == 3: fact = lambda n: "short"
    return n if n < 2 else (n, fact(n - 1))
orig = fact
for _ in range(40): fact = orig; r = fact(5)
print(r)
mod = type(sys)("mod"); mod.x = 1; mod.f = lambda: "f"
def hm(): return mod.x, mod.f()
out = []
for i in range(300):
    if i == 100: mod.x = 2
    if i == 120: mod.f = lambda: "f2"
    if i == 150: mod.y = 3
    if i == 180: mod.__dict__["x"] = 4
    if i == 200: del mod.x; mod.__getattr__ = lambda n: ("mga", n)
    if i == 230: mod.__class__ = type("M", (type(sys),), {"x": property(lambda s: "mp"), "__getattr__": lambda s, n: n})
    if i == 260: mod = type("O", (), {"x": 9, "f": staticmethod(lambda: "O")})
    r = hm()
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
