# attributes of classes read through the class: metaclass attributes, __getattr__ of the metaclass, deletions
class M(type):
    pass
class B(metaclass=M):
    x = "B.x"
    def f(*a): return len(a)
class C(B): pass
def call(f):
    try: return f()
    except Exception as e: return type(e).__name__ + " " + str(e)
def rd(): return C.x
def me(): return C.f(1, 2)
def me2(): return C.f()
last = None
bf = B.f
for i in range(300):
    if i == 30: C.x = "C.x"
    if i == 40: M.x = "M.x"
    if i == 50: M.x = property(lambda c: "M.x of " + c.__name__)
    if i == 60: del M.x
    if i == 70: del C.x
    if i == 80: B.x = property(lambda s: 1)
    if i == 90: B.x = classmethod(lambda c: c.__name__)
    if i == 100: B.x = staticmethod(5)
    if i == 110: del B.x
    if i == 120: M.__getattr__ = lambda c, n: "M.__getattr__ " + n
    if i == 130: M.__getattribute__ = lambda c, n: type.__getattribute__(c, n) if n != "f" else bf
    if i == 140: del M.__getattribute__, M.__getattr__
    if i == 150: B.x = 1; C.f = classmethod(lambda c, *a: (c.__name__, a))
    if i == 160: del C.f
    if i == 170: M.f = lambda c, *a: "M.f"
    if i == 180: del B.f
    if i == 190: B.f = bf
    if i == 200: del M.f
    if i == 210: C.__class__ = type("M2", (M,), {"x": property(lambda c: "M2.x")})
    if i == 220: C.__class__ = M
    if i == 230: type.__setattr__(C, "x", "type's")
    if i == 240: M.__setattr__ = lambda c, n, v: type.__setattr__(c, n, ("set", v))
    if i == 250: C.x = "through M"
    if i == 260: del M.__setattr__; del C.x
    r = [call(f) for f in (rd, me, me2)]
    s = str(r).split(" at 0x")[0]
    if s != last: print(i, s)
    last = s
