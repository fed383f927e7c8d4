# attributes of modules: set, deleted, PEP 562, another __class__, another __dict__ entry, replaced in sys.modules
import sys, types
m = types.ModuleType("m")
sys.modules["m"] = m
m.x = 1
def f1(): return "f1"
m.f = f1
def rd(): return m.x
def me(): return m.f()
def call(f):
    try: return f()
    except Exception as e: return type(e).__name__ + " " + str(e)
class P(types.ModuleType):
    @property
    def x(self): return "property x"
    def f(self): return "class f"
class Q(types.ModuleType):
    def __getattribute__(self, n): return (lambda: "Q f") if n == "f" else "Q " + n
class R(types.ModuleType):
    def __getattr__(self, n): return "R " + n
last = None
for i in range(400):
    if i == 20: m.x = 2
    if i == 30: m.__dict__["x"] = 3
    if i == 40: del m.x
    if i == 50: m.__getattr__ = lambda n: "PEP 562 " + n
    if i == 60: m.x = 4
    if i == 70: del m.f
    if i == 80: m.f = f1; del m.__getattr__
    if i == 90: m.__class__ = P
    if i == 100: m.__class__ = types.ModuleType
    if i == 110: m.__class__ = Q
    if i == 120: m.__class__ = R
    if i == 130: m.__dict__.pop("x")
    if i == 140: m.__dict__.update(x=5)
    if i == 150: m.__class__ = types.ModuleType
    if i == 160: m.__dict__.clear()
    if i == 170: m.__dict__.update(x="after clear", f=f1)
    if i == 180: f1.__code__ = (lambda: "code").__code__
    if i == 190:
        import m as other
        print(other is m)
    if i == 200: m = types.ModuleType("m2"); m.x = "m2"; m.f = len
    if i == 210: m.f = lambda: "m2 f"
    if i == 220: m.__dict__.update({"k%d" % k: k for k in range(500)})
    if i == 230: m = sys.modules["m"]
    if i == 240: m = types.SimpleNamespace(x="ns", f=lambda: "ns f")
    if i == 250: m.x = "ns2"
    if i == 260: m = type("K", (), {"x": "K", "f": staticmethod(lambda: "K f")})
    if i == 270: m.x = property(lambda s: 1)
    if i == 280: m = m()
    r = call(rd), call(me)
    s = str(r).split(" object at")[0]
    if s != last: print(i, s)
    last = s
