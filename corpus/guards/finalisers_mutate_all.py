# A __del__ mutates between two instructions.
import builtins, gc
class Bomb:
    def __init__(self, f): self.f = f
    def __del__(self): self.f()
class C:
    def m(self): return "m"
    def __init__(self): self.x = 0
m0 = C.m
def boom():
    global G
    G = "boom"
    C.m = lambda self: "boomed"
    f.__code__ = g.__code__
    builtins.ord = lambda c: "ord"
def calm():
    global G
    G = "calm"
    C.m = m0
    f.__code__ = f0
    builtins.ord = o0
def f(): return "f"
def g(): return "g"
f0, o0 = f.__code__, ord
G = "calm"
def hot(c, b):
    r = [G, c.m(), f(), ord("a")]
    c.x = b
    b = None
    r += [G, c.m(), f(), ord("a")]
    c.x = None
    r += [G, c.m(), f(), ord("a")]
    return r
c = C()
last = None
for i in range(300):
    b = Bomb(boom) if i in (100, 200) else Bomb(calm) if i in (150, 201) else None
    r = [G, c.m(), f(), ord("a")]
    c.x = b
    b = None
    r = hot(c, b)
    if r != last: print(i, r)
    last = r
def in_loop(n):
    out = []
    for i in range(n):
        x = Bomb(boom if i % 2 else calm)
        out.append((G, c.m(), f(), ord("a")))
        x = None
        out.append((G, c.m(), f(), ord("a")))
    return out
r = in_loop(80)
print(r[-4:])
