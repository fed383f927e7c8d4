# A counter of a class is read through its subclasses and their instances.
class A: n = 0
class B(A): pass
class C(B): pass
class M: n = "mixin"
def read(): return (A.n, B.n, C.n, b.n, c.n)
b, c = B(), C()
def run():
    out = []
    for i in range(120):
        A.n += 1 if isinstance(A.n, int) else ""
        out.append(read())
        if i == 40: B.n = "B"
        if i == 50: B.n = "B2"
        if i == 55: B.n = "B3"
        if i == 60: del B.n
        if i == 70: C.__bases__ = (M, B)
        if i == 80: M.n = "m2"
        if i == 90: C.__bases__ = (B,)
        if i == 100: b.n = 1
    return out
print(run())
