# stores: new data descriptors, __setattr__, shapes that part, deleted attributes, read-only ones
class C:
    def __init__(self, a): self.a = a
    def more(self, b):
        self.b = b
        self.c = self.a, b
        return self.__dict__
log = []
last = None
for i in range(300):
    if i == 30: C.b = property(lambda s: "pb", lambda s, v: log.append(v))
    if i == 40: del C.b
    if i == 50: C.__setattr__ = lambda s, n, v: object.__setattr__(s, n + "_", v)
    if i == 60: C.__getattr__ = lambda s, n: "ga " + n
    if i == 70: del C.__setattr__
    if i == 80: C.c = type("Ro", (), {"__set__": lambda s, o, v: (_ for _ in ()).throw(AttributeError("ro"))})()
    if i == 90: C.c = "plain class c"
    if i == 100: C.__delattr__ = lambda s, n: log.append("del " + n)
    if i == 110: C.a = property(lambda s: s.__dict__.get("a", "none"))
    if i == 120: C.a = C.b = None
    if i == 130: C.__slots__ = ("zz",)
    if i == 140: C.__dict__["more"].__code__ = (lambda self, b: vars(self).update(b=b) or vars(self)).__code__
    o = None
    try:
        o = C(i % 3)
        r = o.more(1)
        if i % 3 == 0: del o.b
        r = dict(o.__dict__)
    except Exception as e: r = type(e).__name__ + " " + str(e)
    s = str(r), len(log)
    k = s[0].replace("0", "n").replace("2", "n").replace("1", "n"), len(log) > 10
    if k != last: print(i, s)
    last = k
class P: pass
def fill(o, names, v):
    for n in names: setattr(o, n, v)
def st(o, v):
    o.x = v
    o.y = v
    return o.x, o.y
for order in ("xy", "yx", "xay", "ayx", "abcdefghijklmnopqrstuvwxyz", "zyx"):
    for i in range(20):
        p = P()
        fill(p, order, 0)
        r = st(p, i)
        if i == 10: del p.x; p.y = 5
        if i == 10: r = st(p, "again")
    print(order, r, list(p.__dict__)[:3])
