# __init__ gets other codes, defaults and shapes.
class C:
    def __init__(self, a, b=1): self.p = (a, b)
def two(self, a, b=2): self.p = ("two", a, b)
def kwonly(self, a, *, k=5): self.p = ("kw", a, k)
def gen(self, a): yield
def run():
    out = []
    for i in range(80):
        try: out.append((C(i).p, C(i, 2).p if i < 60 else None))
        except TypeError as e: out.append(str(e))
        if i == 10: C.__init__.__defaults__ = (9,)
        if i == 20: C.__init__.__code__ = two.__code__
        if i == 30: C.__init__.__defaults__ = None
        if i == 40: C.__init__ = kwonly
        if i == 50: C.__init__.__kwdefaults__ = {"k": 6}
        if i == 60: C.__init__ = gen
        if i == 70: C.__init__ = lambda self, *a: 5
    return out
print(run())
