# Everything changes while a generator or coroutine is suspended.
import builtins
class C:
    def __init__(self): self.x = 1
    def m(self): return "m"
G = 0
def h(): return "h"
def h2(): return "h2"
def gen(c):
    while True:
        yield (G, c.x, c.m(), h(), len("ab"))
async def co(c):
    r = []
    for i in range(3):
        r.append((G, c.x, c.m(), h(), len("ab")))
        await Aw()
    return r
class Aw:
    def __await__(self): yield
c = C()
g = gen(c)
for i in range(100): a = next(g)
print(a)
G = 1; print(next(g))
C.m = lambda self: "m2"; print(next(g))
h.__code__ = h2.__code__; print(next(g))
builtins.len = lambda x: "L"; print(next(g))
C.x = property(lambda s: "p"); print(next(g))
class D(C):
    def m(self): return "D"
c.__class__ = D; print(next(g))
len_ = builtins.len; del builtins.len
try: next(g)
except NameError as e: print(e)
builtins.len = type(c).__len__ if hasattr(D, "__len__") else (lambda x: 99)
del C.x
g = gen(c); print(next(g))
for i in range(50):
    k = co(c)
    try:
        while True:
            k.send(None); G += 1
            C.k = G
    except StopIteration as e: last = e.value
print(last)
def two():
    x = yield G
    while True: x = yield (G, x, h())
gs = [two() for _ in range(5)]
for g in gs: next(g)
for r in range(30):
    G = r
    h.__code__ = (lambda: r).__code__ if False else h2.__code__
    vals = [g.send(r) for g in gs]
print(vals)
