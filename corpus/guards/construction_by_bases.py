# __new__ and abstract methods come to bases and go.
class B: pass
class C(B):
    def __init__(self, *a): self.a = a
def run():
    out = []
    for i in range(60):
        try: o = C(i); out.append(getattr(o, "a", "none"))
        except TypeError as e: out.append(str(e))
        if i == 15: B.__new__ = lambda cls, *a: object.__new__(cls)
        if i == 25: del B.__new__
        if i == 35: C.__abstractmethods__ = frozenset({"m"})
        if i == 45: C.__abstractmethods__ = frozenset()
        if i == 50: C.__bases__ = (D,)
    return out
class D:
    def __new__(cls, *a):
        o = object.__new__(cls); o.extra = 1; return o
print(run())
