# Dicts of instances are replaced, emptied, shadowed.
class C:
    t = "class"
    def __init__(self): self.x = 1; self.y = 2
def read(o): return (o.x, o.y, o.t)
def run():
    o, out = C(), []
    for i in range(60):
        out.append(read(o))
        if i == 10: o.__dict__ = {"x": "d", "y": "e"}
        if i == 20: o.__dict__["t"] = "inst"
        if i == 25: d = o.__dict__; d.clear(); d.update(y=1, x=2)
        if i == 30: o.__dict__ = dict(y="yy", x="xx", z=0)
        if i == 35: del o.__dict__["x"]; o.x = "readd"
        if i == 40: C.x = property(lambda s: "P")
        if i == 45: del C.x
        if i == 50: C.t = 5; o.__dict__.pop("t", None)
        if i == 55: o.__class__ = D
    return out
class D:
    t = "D"
    @property
    def x(self): return "Dx"
print(run())
