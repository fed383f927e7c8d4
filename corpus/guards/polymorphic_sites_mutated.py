# one site sees many classes; one after the other is mutated
classes = [type("K%d" % i, (), {"m": (lambda i: lambda self: i)(i), "a": "a%d" % i, "__init__": lambda self: setattr(self, "x", 1)}) for i in range(12)]
objs = [c() for c in classes]
def load(o): return o.x
def cls(o): return o.a
def meth(o): return o.m()
def store(o, v): o.x = v
def add(o, v): o.fresh = v
def ctor(c): return c().x
last = None
for n in range(26 * 12):
    k = n // 12 % 12
    if n and n % 12 == 0 and n < 150:
        c, o = classes[k], objs[k]
        if k == 1: c.m = lambda self: "mutated"
        if k == 2: c.a = "mutated"
        if k == 3: c.x = property(lambda self: "prop", lambda self, v: None)
        if k == 4: o.m = lambda: "own"
        if k == 5: o.__class__ = classes[6]
        if k == 6: c.__getattr__ = lambda self, n: "ga"; del o.x
        if k == 7: c.__setattr__ = lambda self, n, v: None
        if k == 8: c.__bases__ = c.__bases__ if c.__bases__ != (object,) else c.__bases__
        if k == 9: c.__init__ = lambda self: setattr(self, "x", "init9")
        if k == 10: o.__dict__ = {"x": "dict10"}
        if k == 11: c.__getattribute__ = lambda self, n: ("gab", n) if n != "m" else (lambda: "gab m")
    r = []
    for o, c in zip(objs, classes):
        for f in (load, cls, meth, ):
            try: r.append(f(o))
            except Exception as e: r.append(type(e).__name__)
        if n % 5 == 0: store(o, load(o)); add(o, n)
        try: r.append(ctor(c))
        except Exception as e: r.append(type(e).__name__)
    if n % 12 == 11:
        if r != last: print(n, [b for a, b in zip(last or [None] * len(r), r) if a != b])
        last = r
