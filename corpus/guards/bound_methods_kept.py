# bound methods, partials, cached properties, class and static methods kept while the class changes
import functools
class C:
    def m(self, x=1): return "m", x, self.k
    k = "k"
    @classmethod
    def cm(cls): return "cm", cls.__name__, cls.k
    @staticmethod
    def sm(a=0): return "sm", a
    @functools.cached_property
    def cp(self): return "cp", self.k
    @functools.lru_cache(None)
    def lc(self): return "lc", self.k
o = C()
bm, cm, sm, pa = o.m, C.cm, C.sm, functools.partial(C.m, o, 5)
um = C.m
def hot(): return bm(), cm(), sm(), pa(), um(o), o.m(), C.cm(), o.cm(), o.sm(), C.sm(), o.cp, o.lc()
last = None
for i in range(300):
    if i == 30: C.k = "k2"
    if i == 40: um.__defaults__ = (2,)
    if i == 50: um.__code__ = (lambda self, x: ("m2", x)).__code__
    if i == 60: C.m = lambda self, x=3: "new m"
    if i == 70: C.cm = classmethod(lambda cls: "new cm")
    if i == 80: C.cm = lambda self=None: "plain cm"
    if i == 90: C.sm = staticmethod(lambda a=1: "new sm")
    if i == 100: C.sm = lambda *a: "plain sm %d" % len(a)
    if i == 110: o.__dict__["cp"] = "own cp"
    if i == 120: del o.__dict__["cp"]
    if i == 130: C.cp = property(lambda s: "prop cp")
    if i == 140: C.lc = lambda s: "new lc"
    if i == 150: o.m = bm
    if i == 160: bm.__func__.__code__ = (lambda self, x=0: ("m3", x)).__code__
    if i == 170: del o.m
    if i == 180: o = C()
    if i == 190: C.m = classmethod(um)
    if i == 200: C.m = staticmethod(um)
    if i == 210: C.m = functools.partial(um, "partial self")
    if i == 220: C.m = functools.partialmethod(um, "pm")
    if i == 230: C.m = bm
    if i == 240: C.cm = C.sm = C.m
    try: r = hot()
    except Exception as e: r = type(e).__name__ + " " + str(e)
    s = str(r)
    if s != last: print(i, s)
    last = s
