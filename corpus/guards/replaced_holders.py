# [ours] Modules, classes, values and functions are replaced everywhere while hot code has their attributes cached.
import theseus, types


def module(name, k):
    m = types.ModuleType(name)
    m.K, m.f = k, (lambda: k)
    return m


class A:
    x = "A.x"
    @staticmethod
    def s(): return "A.s"
    def m(self, v=1): return "A.m", v


class B:
    x = "B.x"
    @staticmethod
    def s(): return "B.s"
    def m(self, v=2): return "B.m", v


class S:
    __slots__ = ("p", "q")


class Val:
    def __init__(self, n): self.n = n
    def __repr__(self): return f"Val({self.n})"


m1, m2 = module("m1", 1), module("m2", 2)
o, s, t = A(), S(), S()
s.p, s.q, t.p, t.q = 1, 2, 3, 4


def hot(): return m1.K, m1.f(), A.x, A.s(), o.x, o.m(), s.p


def shown(what):
    for _ in range(80):
        r = hot()
    print(what, r)


shown("start")
A.x = first = Val(1)
shown("value")
theseus.replace(first, Val(2))
del first
shown("value replaced")
report = theseus.replace(m1, m2)
shown("module")
report.undo()
shown("undone")
report = theseus.replace(A, B)
shown("class")
report.undo()
shown("undone")
report = theseus.replace(s, t)
shown("instance")
report.undo()
theseus.replace(m1.f, m2.f)
shown("function")
theseus.swap(m1, m2)
shown("swapped")


def during(act):
    a = m1.K, A.s(), o.x, s.p
    act()
    return a, (m1.K, A.s(), o.x, s.p)


for _ in range(80):
    during(lambda: None)
print(during(lambda: theseus.replace(m1, module("m3", 3))))
print(during(lambda: theseus.replace(A, B)))
print(during(lambda: theseus.replace(s, t)))
