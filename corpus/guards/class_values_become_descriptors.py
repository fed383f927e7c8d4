# values of a class become descriptors, and descriptors become data descriptors, and cease to be
class V:
    def __repr__(self): return "V"
class C:
    v = V()
    def __init__(self): self.own = "own"
v = C.v
o, p = C(), C()
p.v = "instance's"
def call(f):
    try: return f()
    except Exception as e: return type(e).__name__ + " " + str(e)
def rd(): return o.v, C.v
def rdi(): return p.v
def meth(): return o.v()
def st():
    q.v = 9
    return q.__dict__
q = C()
last = None
for i in range(300):
    if i == 30: V.__get__ = lambda s, o, t=None: "got" if o is not None else "got of class"
    if i == 50: V.__set__ = lambda s, o, x: log.append(x)
    if i == 70: del V.__get__
    if i == 90: del V.__set__
    if i == 100: V.__call__ = lambda s: "called"
    if i == 110: V.__get__ = lambda s, o, t=None: lambda: "bound"
    if i == 120: V.__delete__ = lambda s, o: None
    if i == 130: del V.__delete__
    if i == 140: V.__get__ = None
    if i == 150: del V.__get__
    if i == 160: C.v = staticmethod(lambda: "static")
    if i == 170: C.v = classmethod(lambda c: c.__name__)
    if i == 180: C.v = lambda self: "function"
    if i == 190: C.v = len
    if i == 200: C.v = int
    if i == 210: C.v = "plain"
    if i == 220: C.v = v; v.__class__ = type("W", (V,), {"__get__": lambda s, o, t=None: "W", "__set__": lambda s, o, x: None})
    if i == 230: v.__class__ = V
    log = []
    q.__dict__.clear()
    r = [call(f) for f in (rd, rdi, meth, st)] + [log]
    s = str(r).split(" at 0x")[0]
    if s != last: print(i, s)
    last = s
