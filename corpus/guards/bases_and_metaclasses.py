# __bases__, the MRO and attributes of the metaclass change.
class A:
    def m(self): return "A"
    k = "Ak"
class B:
    def m(self): return "B"
    k = "Bk"
class Mid(A): pass
class C(Mid):
    def __init__(self): self.own = 1
def hot(c): return c.m(), c.k, c.own
c = C()
def run(tag, n=60):
    rs = []
    for i in range(n):
        r = hot(c)
        if not rs or rs[-1] != r: rs.append(r)
    print(tag, rs)
run("start")
Mid.__bases__ = (B,); run("B")
Mid.__bases__ = (A,); run("A")
Mid.__bases__ = (B, A); run("BA")
C.__bases__ = (A,); run("C(A)")
A.own = property(lambda s: "prop"); run("prop")
del A.own; run("del")
A.m = lambda s: "A2"; run("A2")
C.__bases__ = (Mid,); run("back")
Mid.m = lambda s: "Mid"; run("Mid.m")
del Mid.m; run("del Mid.m")
B.m = lambda s: "B2"; run("B2")
class New(Mid):
    def m(self): return "New" + super().m()
c.__class__ = New; run("New")
c.__class__ = C; run("C")
class Meta(type):
    pass
class X(metaclass=Meta):
    def __init__(self): self.own = 2
    def m(self): return "X"
    k = "Xk"
x = X()
def run2(tag):
    rs = []
    for i in range(60):
        r = hot(x), X.k, X.m(x)
        if not rs or rs[-1] != r: rs.append(r)
    print(tag, rs)
run2("meta")
Meta.k = property(lambda cls: "metaprop"); run2("metaprop")
del Meta.k; run2("del")
Meta.__getattribute__ = lambda cls, n: ("mg", n) if n == "k" else type.__getattribute__(cls, n); run2("mga")
del Meta.__getattribute__; run2("no mga")
Meta.m = lambda cls, x: "metam"; run2("meta m is no data descriptor")
class MRO(type):
    order = None
    def mro(cls):
        r = type.mro(cls)
        return [cls] + MRO.order if MRO.order else r
class P:
    def m(self): return "P"
class Q:
    def m(self): return "Q"
class Z(P, Q, metaclass=MRO):
    def __init__(self): self.own = 3
    k = 0
c = Z(); run("PQ")
MRO.order = [Q, P, object]
Z.__bases__ = (P, Q); run("QP")
