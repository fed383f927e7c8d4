# modules, namespaces and classes die, and others come where they were
import types, gc
def K(m): return m.K
def F(m): return m.f()
def S(c): return c.x, c.s()
bad = 0
for i in range(600):
    m = types.ModuleType("m")
    m.K = i
    m.f = (lambda i: lambda: i)(i)
    for _ in range(3):
        if K(m) != i or F(m) != i: bad += 1
    if i % 3 == 0: keep = m.__dict__
    if i % 50 == 0: gc.collect()
    del m
print(bad)
for i in range(300):
    c = type("c", (), {"x": i, "s": staticmethod((lambda i: lambda: i)(i))})
    for _ in range(3):
        if S(c) != (i, i): bad += 1
    del c
    if i % 40 == 0: gc.collect()
print(bad)
m = types.ModuleType("m")
m.K = "first"
m.f = lambda: "f"
for i in range(60): K(m), F(m)
d = m.__dict__
del m
m = types.ModuleType("m")
m.K = "second"
m.f = lambda: "f2"
print(K(m), F(m), d["K"])
d["K"] = "nobody's"
print(K(m))
