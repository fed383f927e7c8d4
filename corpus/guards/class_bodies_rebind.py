# Names of class bodies mean now this and now that.
import builtins
X = "global"
def body(v):
    class C:
        a = X
        if v: X = v
        b = X
        c = [X for _ in range(2)]
        d = len("ab")
        if v == 2: len = lambda s: "shadow"
        e = len("ab")
        if v: del X
        f = X
        for X in range(3): pass
        g = X
        exec("h = X; X = 'ex'")
        i = X
    return C.a, C.b, C.c, C.d, C.e, C.f, C.g, C.h, C.i
for k in range(60):
    r = body(0), body(1), body(2)
print(r)
class Prep(type):
    @classmethod
    def __prepare__(m, *a, **k): return Spy()
    def __new__(m, n, b, ns): return type.__new__(m, n, b, dict(ns))
class Spy(dict):
    def __missing__(self, k):
        if k == "magic": return "MAGIC"
        if k == "len": return lambda x: "spy"
        raise KeyError(k)
def spy():
    class S(metaclass=Prep):
        a = magic
        b = len("ab")
        X = 1
        c = X
    return S.a, S.b, S.c
for k in range(60): r = spy()
print(r)
def change():
    class C:
        a = abs(-1)
        builtins.abs = lambda x: "mock"
        b = abs(-1)
        builtins.abs = real
        c = abs(-1)
    return C.a, C.b, C.c
real = abs
for k in range(60): r = change()
print(r)
