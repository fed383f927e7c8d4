# an operator of the user changes names, methods, codes between the operands of one line
import builtins
rl, ra = builtins.len, builtins.abs
class Op:
    def __init__(s, f): s.f = f
    def _go(s, *o):
        s.f()
        return 1
    __add__ = __radd__ = __mul__ = __rmul__ = __getitem__ = __lt__ = __neg__ = __call__ = __contains__ = __eq__ = __index__ = __gt__ = _go
    def __bool__(s): s.f(); return True
    def __len__(s): s.f(); return 1
    def __iter__(s): s.f(); return iter((1,))
    def __format__(s, spec): s.f(); return "fmt"
    def __hash__(s): s.f(); return 1
    def __enter__(s): s.f()
    def __exit__(s, *a): s.f()
G = "G"
def f(): return "f"
def g(): return "g"
f0 = f.__code__
class C:
    k = "k"
    def m(self): return "m"
c = C()
m0 = C.m
def mess():
    global G
    G = "G!"
    builtins.len = lambda x: "len!"
    f.__code__ = g.__code__
    C.m = lambda s: "m!"
    C.k = "k!"
def calm():
    global G
    G = "G"
    builtins.len = rl
    f.__code__ = f0
    C.m = m0
    C.k = "k"
def quiet(): pass
def t1(o): return G, len("ab"), f(), c.m(), c.k, o + 1, G, len("ab"), f(), c.m(), c.k
def t2(o): return G, len("ab"), f(), c.m(), c.k, 1 * o, G, len("ab"), f(), c.m(), c.k
def t3(o): return G, len("ab"), f(), c.m(), c.k, o[0], G, len("ab"), f(), c.m(), c.k
def t4(o): return G, len("ab"), f(), c.m(), c.k, o < 1, G, len("ab"), f(), c.m(), c.k
def t5(o): return G, len("ab"), f(), c.m(), c.k, -o, G, len("ab"), f(), c.m(), c.k
def t6(o): return G, len("ab"), f(), c.m(), c.k, o(), G, len("ab"), f(), c.m(), c.k
def t7(o): return G, len("ab"), f(), c.m(), c.k, 1 in o, G, len("ab"), f(), c.m(), c.k
def t8(o): return G, len("ab"), f(), c.m(), c.k, not o, G, len("ab"), f(), c.m(), c.k
def t9(o): return G, len("ab"), f(), c.m(), c.k, (o and 2), G, len("ab"), f(), c.m(), c.k
def t10(o): return G, len("ab"), f(), c.m(), c.k, f"{o}", G, len("ab"), f(), c.m(), c.k
def t11(o): return G, len("ab"), f(), c.m(), c.k, [*o], G, len("ab"), f(), c.m(), c.k
def t12(o): return G, len("ab"), f(), c.m(), c.k, {o: 1} and 1, G, len("ab"), f(), c.m(), c.k
def t13(o): return G, len("ab"), f(), c.m(), c.k, [5, 6][o], G, len("ab"), f(), c.m(), c.k
def t14(o): return G, len("ab"), f(), c.m(), c.k, [x for x in o], G, len("ab"), f(), c.m(), c.k
def t15(o): return G, len("ab"), f(), c.m(), c.k, 0 < o < 3, G, len("ab"), f(), c.m(), c.k
def t16(o):
    with o: return G, len("ab"), f(), c.m(), c.k
def t17(o): return G, len("ab"), f(), c.m(), c.k, 1 if o == 2 else 0, G, len("ab"), f(), c.m(), c.k
def t18(o): return G, len("ab"), f(), c.m(), c.k, len(o), G, len("ab"), f(), c.m(), c.k
def t19(o): return G, len("ab"), f(), c.m(), c.k, dict(a=o + 1), G, len("ab"), f(), c.m(), c.k
for t in (t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15, t16, t17, t18, t19):
    for i in range(60):
        o = Op(mess if i in (30, 31, 45) else quiet)
        r = t(o)
        if i in (0, 30, 31, 45, 59): print(t.__name__, i, r)
        calm()
