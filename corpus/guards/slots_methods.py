# Methods of instances without a dict.
class S:
    __slots__ = ("v",)
    def __init__(self, v): self.v = v
    def m(self): return ("m", self.v)
class T(S):
    __slots__ = ()
    def m(self): return ("T", self.v)
def run():
    s, out = S(1), []
    for i in range(70):
        out.append((s.m(), s.v))
        if i == 10: S.m = lambda self: "n"
        if i == 20: s.__class__ = T
        if i == 30: T.m = S.m
        if i == 40: del T.m
        if i == 50: s.__class__ = S; S.v2 = S.v
        if i == 55: S.__getattribute__ = lambda s, n: (lambda: "ga") if n == "m" else 0
        if i == 62: del S.__getattribute__
    return out
print(run())
