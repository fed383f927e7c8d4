# Descriptors become data descriptors and back; slots, properties, instance dicts.
class Desc:
    mode = "plain"
    def __get__(self, o, t=None):
        global hits
        hits += 1
        if hits % 50 == 0: type(o).m = (lambda self: "m%d" % (hits // 50))
        return "got"
hits = 0
class C:
    d = Desc()
    def __init__(self): self.x = 1
    def m(self): return "m0"
def hot(c): return c.x, c.d, c.m()
c = C(); out = []
for i in range(300):
    r = hot(c)
    if i == 120: Desc.__set__ = lambda s, o, v: None
    if i == 140: c.__dict__["d"] = "inst"
    if i == 160: del Desc.__set__
    if i == 180: del c.__dict__["d"]
    if i == 200: c.d = "again"
    if i == 220: Desc.__get__ = lambda s, o, t: "other"; del c.d
    if i == 240: del Desc.__get__; Desc.__repr__ = lambda s: "Desc"
    if not out or out[-1][1:] != (r,): out.append((i, r))
print(out)
class Slot:
    __slots__ = ("a", "b")
    def __init__(self): self.a = 1
    def m(self): return self.a
s = Slot(); out = []
def hs(s):
    s.a = s.a
    return s.a, s.m()
for i in range(300):
    if i == 100: old = Slot.a; Slot.a = property(lambda s: "p", lambda s, v: None)
    if i == 200: Slot.a = old
    r = hs(s)
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
class P:
    def __init__(self): self._v = 0
    @property
    def v(self): return self._v
    @v.setter
    def v(self, x): self._v = x + 1
    @staticmethod
    def st(): return "st"
    @classmethod
    def cl(cls): return cls.__name__
p = P(); out = []
def hp(p): 
    p.v = 1
    return p.v, p.st(), p.cl()
for i in range(500):
    if i == 100: P.v = P.v.getter(lambda s: "g2")
    if i == 150: P.v = P.v.setter(lambda s, x: None)
    if i == 200: P.st = lambda self: "now method"
    if i == 250: P.cl = staticmethod(lambda: "now static")
    if i == 300: p.st = lambda: "inst"
    if i == 350: del p.st
    if i == 400: del P.v; 
    if i == 450: P.v = 8
    r = hp(p)
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
import functools
class L:
    @functools.cached_property
    def cp(self): return object.__repr__(self)[:3]
    __slots__ = ()
try: L().cp
except TypeError as e: print(e)
class F:
    def __init__(self): self.x = 1
f = F()
def hf(f): return f.x
for i in range(100): hf(f)
f.__dict__; hf(f); f.__dict__ = {"x": 2}; print(hf(f)); f.__dict__["x"] = 3; print(hf(f))
F.x = property(lambda s: "data"); print(hf(f)); del F.x; print(hf(f))
vars(f).clear()
try: hf(f)
except AttributeError as e: print(e)
