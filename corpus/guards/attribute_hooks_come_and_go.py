# __getattr__, __getattribute__, __setattr__ and descriptors are put into classes and taken away.
class C:
    def __init__(self): self.x = 1
    def m(self): return "m"
log = []
def hot(c):
    try: return c.x, c.m(), c.y
    except AttributeError as e: return str(e)
def ga(self, name):
    log.append(name)
    C.x = property(lambda self: "propx")
    C.m = lambda self: "m2"
    return name.upper()
def ga2(self, name):
    del C.x
    C.m = m0
    del C.__getattr__
    return "last"
m0 = C.m
c = C()
out = []
for i in range(600):
    if i == 100: C.__getattr__ = ga
    if i == 300: C.__getattr__ = ga2
    if i == 400: C.__getattribute__ = lambda self, name: ("ga", name) if name != "m" else (lambda: "bound")
    if i == 500: del C.__getattribute__
    if i == 550: C.__setattr__ = lambda self, n, v: log.append(("set", n, v))
    r = hot(c)
    if not out or out[-1][1] != r: out.append((i, r))
print(out); print(len(log))
def store(c, v):
    c.x = v
    return c.x
class B: pass
class E(B):
    def __init__(self): self.x = 0
e = E()
out = []
for i in range(900):
    if i == 100: E.__setattr__ = lambda self, n, v: object.__setattr__(self, n, ("hooked", v))
    if i == 200: del E.__setattr__
    if i == 300: B.__setattr__ = lambda self, n, v: None
    if i == 400: del B.__setattr__
    if i == 500: B.x = property(lambda self: "P", lambda self, v: None)
    if i == 600: del B.x
    if i == 700: E.x = 5
    if i == 750:
        class Desc:
            def __set__(self, o, v): o.__dict__["x"] = ("desc", v)
        E.x = Desc()
    if i == 800: Desc.__get__ = lambda self, o, t: "got"
    if i == 850: del Desc.__set__
    r = store(e, i // 100)
    if not out or out[-1][1] != r: out.append((i, r))
print(out)
