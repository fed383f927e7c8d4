# super in all its forms while classes, __class__ cells and super itself change
import builtins
class A:
    x = "A.x"
    def m(self): return "A"
    @classmethod
    def c(cls): return "A.c " + cls.__name__
    @property
    def p(self): return "A.p"
    def __len__(self): return 1
class B:
    x = "B.x"
    def m(self): return "B"
    @classmethod
    def c(cls): return "B.c"
    p = "B.p"
class C(A):
    def m(self): return "C" + super().m()
    @classmethod
    def c(cls): return "C" + super().c()
    @property
    def p(self): return "C" + super().p
    def x2(self): return super().x
    def two(self): return super(C, self).m(), super(C, type(self)).x
    def ln(self): return super().__len__()
    def listed(self): return [super(C, self).m() for _ in range(2)]
    def missing(self):
        try: return super().nothing()
        except AttributeError as e: return str(e)
class D(C): pass
rs = super
o = D()
def hot(): return o.m(), o.c(), o.p, o.x2(), o.two(), o.listed(), o.missing()
am = A.m
last = None
cell = next(c for c in C.m.__closure__)
for i in range(300):
    if i == 30: A.m = lambda self: "A2"
    if i == 40: A.x = "A.x2"
    if i == 50: del A.m
    if i == 60: C.__bases__ = (B, A)
    if i == 70: A.m = am; C.__bases__ = (A,)
    if i == 80: A.nothing = lambda self: "something"
    if i == 90: A.p = "plain p"
    if i == 100: builtins.super = lambda *a: B()
    if i == 110: builtins.super = rs
    if i == 120: super = rs
    if i == 130: del super
    if i == 140: cell.cell_contents = D
    if i == 150: cell.cell_contents = int
    if i == 160: cell.cell_contents = C
    if i == 170: o.__class__ = C
    if i == 180: C.m.__code__ = (lambda self: "lost").__code__ if False else C.m.__code__
    if i == 190: A.__getattribute__ = lambda s, n: object.__getattribute__(s, n)
    if i == 200: del A.__getattribute__
    if i == 210: A.m.__code__ = (lambda self: "A coded").__code__
    if i == 220: A.m = property(lambda self: lambda: "A prop")
    if i == 230: A.m = staticmethod(lambda: "A static")
    try: r = hot()
    except Exception as e: r = type(e).__name__ + " " + str(e)
    s = str(r)
    if s != last: print(i, s)
    last = s
