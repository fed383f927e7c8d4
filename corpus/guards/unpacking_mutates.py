# star arguments and keyword mappings whose methods mutate the callee
def f(*a, **k): return "f", a, sorted(k.items())
def g(*a, **k): return "g", a, sorted(k.items())
F = f.__code__
def mess():
    global f
    if mode == 1: f.__code__ = g.__code__
    if mode == 2: f = g
    if mode == 3: f.__defaults__ = ()
class Seq:
    def __iter__(self):
        mess()
        yield 1
        mess()
        yield 2
class Map:
    def keys(self):
        mess()
        return ["k", "l"]
    def __getitem__(self, k):
        mess()
        return k + "!"
mode = 0
f0 = f
class C:
    def m(self, *a, **k): return "m", f(*a, **k)
def t1(): return f(*Seq()), f(0)
def t2(): return f(**Map()), f(0)
def t3(): return f(1, *Seq(), **Map()), f(x=1)
def t4(): return C().m(*Seq(), **Map())
def t5(): return f(*[1, 2], **{"z": f(*Seq())[0]})
def t6():
    a, b = Seq()
    x, *y = Seq()
    return a, b, x, y, f()
def t7(): return [*Seq(), *Seq()], {**Map()}, f(), (*Seq(),)
for t in (t1, t2, t3, t4, t5, t6, t7):
    for i in range(60):
        mode = {30: 1, 40: 2, 50: 3}.get(i, 0)
        r = t()
        if mode or i in (0, 59): print(t.__name__, i, r)
        f = f0
        f.__code__ = F
try: f(**{"a": 1}, **Map(), **Map())
except TypeError as e: print(e)
