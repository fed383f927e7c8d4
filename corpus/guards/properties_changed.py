# properties replaced, with getters whose code changes, raising, deleted, set
class C:
    def __init__(self): self._x = 1
    @property
    def x(self): return self._x
    @x.setter
    def x(self, v): self._x = v
def get1(self): return "get1", self._x
def get2(self): raise AttributeError("from getter")
def call(o):
    try: return o.x
    except Exception as e: return type(e).__name__ + " " + str(e)
def put(o, v):
    try: o.x = v
    except Exception as e: return type(e).__name__ + " " + str(e)
o = C()
p0 = C.x
g0 = p0.fget.__code__
last = None
for i in range(300):
    if i == 30: p0.fget.__code__ = get1.__code__
    if i == 40: C.x = property(get1)
    if i == 50: C.x = property(get2)
    if i == 60: C.__getattr__ = lambda self, n: "fallback " + n
    if i == 70: del C.__getattr__
    if i == 80: C.x = p0; p0.fget.__code__ = g0
    if i == 90: o.__dict__["x"] = "shadow"
    if i == 100: del C.x
    if i == 110: C.x = 5
    if i == 120: o.__dict__.clear(); o._x = 6
    if i == 130: C.x = property(lambda self: len(self.__dict__))
    if i == 140: C.x = property()
    if i == 150: C.x = type("P", (property,), {"__get__": lambda s, o, t=None: "sub"})(get1)
    if i == 160: C.x = p0
    if i == 170: p0.fget.__defaults__ = (1,)
    if i == 180: C.x = p0.getter(lambda self, extra="d": (extra, self._x))
    if i == 190: C.x = property(classmethod(lambda c: 1).__func__)
    if i == 200: C.x = property(C)
    r = call(o)
    if i % 11 == 0 and i != 200: r = r, put(o, i)
    s = str(r).replace(hex(id(o)), "")[:70]
    if "object at" in s: s = "a C"
    if s != last: print(i, s)
    last = s
