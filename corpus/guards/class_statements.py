# class statements in loops: __prepare__, __build_class__, decorators, bases and keywords that change
import builtins
class Meta(type):
    @classmethod
    def __prepare__(m, name, bases, **kw):
        act()
        return {}
    def __new__(m, name, bases, ns, **kw): return type.__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **kw): type.__init__(c, name, bases, ns)
G = 0
def act(): pass
def bump():
    global G
    G += 1
    builtins.len = (lambda x: G) if G % 2 else rl
rl = len
def deco(c):
    c.decorated = G
    return c
def make():
    @deco
    class K(metaclass=Meta, option=G):
        a = G, len("ab")
        act()
        b = G, len("ab")
        def m(self): return a_global, G, len("ab")
        c = [G for _ in range(2)]
    return K.a, K.b, K().m(), K.c, K.decorated
a_global = "ag"
no = act
last = None
for i in range(100):
    act = bump if i in (40, 41, 60, 80) else no
    if i == 50: Meta.__prepare__ = classmethod(lambda m, *a, **k: {"b": "prepared", "range": lambda n: "xy"})
    if i == 70: deco = lambda c: type("Wrapped", (c,), {"decorated": "wrapped"})
    if i == 90: Meta.__new__ = lambda m, name, bases, ns, **kw: type.__new__(m, name, bases, {**ns, "a": "new"})
    r = make()
    if r != last: print(i, r)
    last = r
rb = builtins.__build_class__
def make2():
    class Z: v = G
    return Z.v
for i in range(60):
    if i == 30: builtins.__build_class__ = lambda f, name, *a, **k: type("B", (), {"v": "built"})
    if i == 40: builtins.__build_class__ = rb
    r = make2()
    if i in (29, 30, 40): print(r)
