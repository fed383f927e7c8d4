# Each special method that an expression calls mutates what the next expression reads.
import builtins
class V:
    hook = None
    def __init__(self, n): self.n = n
    def __add__(self, o):
        h = V.hook
        if h: h()
        return V(self.n + o.n)
    def get(self): return self.n
    def __eq__(self, o): 
        if V.hook: V.hook()
        return self.n == o.n
    def __lt__(self, o):
        if V.hook: V.hook()
        return self.n < o.n
    def __hash__(self): return 1
    def __bool__(self):
        if V.hook: V.hook()
        return True
    def __getitem__(self, i):
        if V.hook: V.hook()
        return self.n + i
    def __contains__(self, i):
        if V.hook: V.hook()
        return True
    def __len__(self):
        if V.hook: V.hook()
        return 3
    def __iter__(self):
        if V.hook: V.hook()
        yield self.n
        if V.hook: V.hook()
        yield 2
    def __format__(self, s):
        if V.hook: V.hook()
        return "V"
    def __index__(self):
        if V.hook: V.hook()
        return 1
def g0(): return "g0"
def g1(): return "g1"
G = 0
get0 = V.get
code0 = g0.__code__
count = 0
def toggle():
    global G, count, call
    count += 1
    G = 1 - G
    V.get = (lambda self: "other") if G else get0
    g0.__code__ = g1.__code__ if G else code0
    builtins.abs = (lambda x: "abs") if G else real_abs
real_abs = abs
def hot(a, b):
    r = [G, a.get(), g0(), abs(-1)]
    c = a + b
    r += [G, a.get(), g0(), abs(-1)]
    a == b
    r += [G, a.get(), g0(), abs(-1)]
    if a < b: r += [G, a.get(), g0(), abs(-1)]
    if a: r += [G, a.get(), g0(), abs(-1)]
    a[0]
    r += [G, a.get(), g0(), abs(-1)]
    1 in a
    r += [G, a.get(), g0(), abs(-1)]
    len(a)
    r += [G, a.get(), g0(), abs(-1)]
    for x in a: r += [G, a.get(), g0(), abs(-1)]
    f"{a}"
    r += [G, a.get(), g0(), abs(-1)]
    {a: 1}[V(1)]
    r += [G, a.get(), g0(), abs(-1)]
    [1, 2, 3][a]
    r += [G, a.get(), g0(), abs(-1)]
    return r
a, b = V(1), V(2)
last = None
for i in range(300):
    V.hook = toggle if i % 100 in (50, 51) else None
    r = hot(a, b)
    if r != last: print(i, r)
    last = r
print(count)
