# functions and values of modules and classes used from hot code, under changes of both and of their holders
import types, sys
def mk(n, k):
    m = types.ModuleType(n)
    m.K = k
    m.f = lambda *a: (k, a)
    class C:
        X = k
        @staticmethod
        def s(*a): return ("s", k, a)
        @classmethod
        def c(cls, *a): return ("c", cls.X, a)
        def m(self, *a): return ("m", self.X, a)
    m.C = C
    return m
m = mk("one", 1)
n = mk("two", 2)
def hot():
    return m.K, m.f(m.K), m.C.X, m.C.s(1), m.C.c(2), m.C.m(m.C(), 3), m.C().m(4)
def two(a, b): return a.K, b.K, a.f(), b.f()
def act(f):
    f()
    return "done"
def during(f): return m.K, m.C.X, act(f), m.K, m.C.X, m.f(), m.C.s()
orig = m
last = None
steps = {20: lambda: setattr(m, "K", "K2"), 30: lambda: setattr(m.C, "X", "X2"), 40: lambda: m.__dict__.pop("K"), 50: lambda: setattr(m, "K", "K3"),
    60: lambda: setattr(m, "f", n.f), 70: lambda: setattr(m, "C", n.C), 80: lambda: setattr(n.C, "s", staticmethod(lambda *a: "s3")),
    90: lambda: setattr(n.C, "s", lambda *a: ("plain", len(a))), 100: lambda: setattr(m, "C", type("D", (n.C,), {})), 110: lambda: setattr(n.C, "X", "X5"),
    120: lambda: setattr(m.C, "X", "X6"), 130: lambda: delattr(m.C, "X"), 140: lambda: setattr(m.C, "__bases__", (orig.C if orig.C is not m.C else n.C,)),
    150: lambda: globals().update(m=n), 160: lambda: globals().update(m=orig), 170: lambda: m.__dict__.update({"z%d" % i: i for i in range(100)}),
    180: lambda: m.__dict__.clear(), 190: lambda: m.__dict__.update(n.__dict__), 200: lambda: setattr(m, "__class__", type("M", (types.ModuleType,), {"K": property(lambda s: "prop")})),
    210: lambda: setattr(m, "__class__", types.ModuleType), 220: lambda: setattr(m, "f", m.C), 230: lambda: setattr(m, "f", m.C.m)}
for i in range(260):
    if i in steps: steps[i]()
    try: r = hot(), two(m, n), two(n, m)
    except Exception as e: r = type(e).__name__ + " " + str(e)
    s = str(r)
    if "object at" in s: s = "object"
    if s != last: print(i, s)
    last = s
m = mk("three", 3)
for i in range(120):
    f = {50: lambda: setattr(m, "K", "during"), 60: lambda: setattr(m.C, "X", "during"), 70: lambda: setattr(m, "C", n.C), 80: lambda: m.__dict__.clear(),
         90: lambda: globals().update(m=n)}.get(i, lambda: None)
    try: r = during(f)
    except Exception as e: r = type(e).__name__ + " " + str(e)
    if i in (49, 50, 60, 70, 80, 90, 119): print(i, r)
    if i == 80: m = mk("four", 4)
