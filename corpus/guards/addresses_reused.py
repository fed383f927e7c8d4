# classes, functions, modules, dicts die and others come at their addresses
import gc, types
def attr(o): return o.a, o.m(), type(o).k
def mk(i):
    C = type("C", (), {"k": i, "m": (lambda i: lambda self: ("m", i))(i)})
    o = C()
    o.a = i
    return o
bad = 0
for i in range(400):
    o = mk(i)
    if attr(o) != (i, ("m", i), i): bad += 1
    del o
    if i % 40 == 0: gc.collect()
print(bad)
def call(f): return f()
bad = 0
for i in range(400):
    f = types.FunctionType((lambda: X).__code__, {"X": i})
    if call(f) != i: bad += 1
    del f
print(bad)
def modattr(m): return m.v
bad = 0
for i in range(300):
    m = types.ModuleType("m")
    m.v = i
    if modattr(m) != i: bad += 1
    del m
print(bad)
bad = 0
for i in range(200):
    ns = {}
    exec("X = %d\ndef f(): return X, len('a' * X)\ndef g(): return f()" % (i % 50), ns)
    if ns["g"]() != (i % 50, i % 50): bad += 1
    del ns
    if i % 50 == 0: gc.collect()
print(bad)
def cell(i):
    def inner(): return i
    return inner
bad = sum(cell(i)() != i for i in range(300))
print(bad)
class Prop: pass
bad = 0
for i in range(200):
    Prop.p = property((lambda i: lambda self: i)(i))
    if Prop().p != i: bad += 1
    Prop.__init__ = (lambda i: lambda self: setattr(self, "i", i))(i)
    if Prop().i != i: bad += 1
print(bad)
