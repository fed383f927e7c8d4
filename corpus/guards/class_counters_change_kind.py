# A counter of a class becomes a descriptor, a method, nothing.
class V:
    def __get__(self, o, t=None): return "desc"
class C:
    x = 0
    def read(self): return self.x
def run():
    o, out = C(), []
    for i in range(100):
        C.x = i
        out.append((o.x, C.x, o.read()))
        if i == 30: C.x = V(); out.append((o.x, C.x, o.read()))
        if i == 50: C.x = lambda self: "m"; out.append((o.x(), C.x(0), o.read()()))
        if i == 60: del C.x; out.append((hasattr(o, "x"),)); C.x = 5
        if i == 70: o.x = "inst"; out.append((o.x, C.x, o.read()))
        if i == 80: del o.x
        if i == 85: C.x = property(lambda s: "p"); out.append(o.read())
    return out
print(run())
