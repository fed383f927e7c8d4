# __del__ runs as temporaries, locals, items and attributes go
import builtins
class Bomb:
    def __init__(self, act=None): self.act = act
    def __add__(self, o): return Bomb(self.act)
    def __del__(self):
        if self.act: self.act()
    def __len__(self): return 2
G = 0
def bump():
    global G
    G += 1
    f.__defaults__ = (G,)
    C.attr = G
    C.m.__code__ = (m1 if G % 2 else m2).__code__
    if G % 3 == 0: builtins.len = lambda x: ("len", G)
    else: builtins.len = rl
rl = len
def f(a=0): return "f", a
def m1(self): return "m1"
def m2(self): return "m2"
class C:
    attr = 0
    def m(self): return "m"
c = C()
def state(): return G, f(), C.attr, c.attr, c.m(), len("ab")
def temp(b): return G, f(), (b() + 1) is None, G, f(), c.attr, c.m(), len("ab")
def local(b):
    x = b()
    r = [G, f(), c.attr, c.m()]
    x = None
    r += [G, f(), c.attr, c.m()]
    x = b()
    del x
    return r + [G, f(), c.attr, c.m(), len("ab")]
def listed(b):
    l = [b(), b(), b()]
    r = [G, f(), c.m()]
    l[1] = 0
    r += [G, f(), c.m()]
    l.pop()
    r += [G, f(), c.m()]
    l.clear()
    return r + [G, f(), c.m(), len("ab")]
def attr(b):
    c.b = b()
    r = [G, f(), c.attr, c.m()]
    c.b = 1
    r += [G, f(), c.attr, c.m()]
    c.b = b()
    del c.b
    return r + [G, f(), c.attr, c.m(), len("ab")]
def loop(b):
    out = []
    for x in (b(), b(), b()):
        out.append((G, f(), c.m()))
    x = None
    return out + [(G, f(), c.m(), len("ab"))]
def comp(b): return [(G, f(), c.m()) for x in (b() for _ in range(3))] + [G]
def callee(b):
    def inner(x): return G, f()
    return inner(b()), G, f(), c.m(), len(b()), G, len("ab")
def exc(b):
    try: raise KeyError(b())
    except KeyError: r = G, f(), c.m()
    return r, G, f(), c.m(), len("ab")
for t in (temp, local, listed, attr, loop, comp, callee, exc):
    for i in range(70):
        act = bump if i in (40, 41, 50, 65, 66, 67) else None
        r = t(lambda: Bomb(act))
        if i in (39, 40, 41, 50, 66, 69): print(t.__name__, i, r, state())
    builtins.len = rl
