# New classes and functions take the places of dead ones.
import gc
def hot(o): return o.m(), o.x
def store(o, v): o.x = v; return o.x
out = []
for i in range(200):
    class C:
        def __init__(self): self.x = i
        if i % 3 == 0:
            def m(self): return "zero"
        elif i % 3 == 1:
            def m(self): return "one"
        else:
            m = lambda self: "two"
            if i % 2: x = property(lambda s: "P", lambda s, v: None)
    o = C()
    for _ in range(3): r = hot(o), store(o, -i)
    out.append(r)
    del C, o
    if i % 5 == 0: gc.collect()
print(out[-6:], len(set(map(str, out))))
def call(f): return f()
res = []
for i in range(300):
    ns = {}
    exec(f"def f(): return {i}", ns)
    f = ns.pop("f")
    res.append((call(f), call(f), call(f)))
    del f, ns
    if i % 7 == 0: gc.collect()
print(all(a == b == c == i for i, (a, b, c) in enumerate(res)))
