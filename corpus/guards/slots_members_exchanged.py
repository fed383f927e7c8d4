# members: deleted, exchanged, replaced, used on other classes, unset
class S:
    __slots__ = ("a", "b")
    def get(self): return self.a, self.b
    def put(self, v): self.a = v; return self.a
a0, b0 = S.a, S.b
class T(S):
    __slots__ = ("c",)
class U(S): pass
def call(f, *x):
    try: return f(*x)
    except Exception as e: return type(e).__name__ + " " + str(e)
objs = [S(), T(), U()]
for k, o in enumerate(objs): o.a, o.b = k, -k
last = None
for i in range(300):
    if i == 30: S.a, S.b = b0, a0
    if i == 50: S.a, S.b = a0, b0
    if i == 60: S.a = property(lambda self: "prop")
    if i == 70: S.a = "plain"
    if i == 80: del S.a
    if i == 90: S.a = a0
    if i == 100: del objs[0].a
    if i == 110: objs[0].a = "set"
    if i == 120: T.a = b0
    if i == 130: T.a = T.c
    if i == 140: objs[1].c = "c"
    if i == 150: U.a = T.c
    if i == 160: del U.a
    if i == 165: del T.a
    if i == 170: objs[2].__dict__["a"] = "hidden by the member"
    if i == 180: del S.a
    if i == 190: S.a = a0
    if i == 200: S.__getattr__ = lambda self, n: "getattr " + n
    if i == 210: del objs[1].a
    if i == 220: del S.__getattr__
    if i == 230: S.__setattr__ = lambda self, n, v: object.__setattr__(self, "b", v)
    if i == 240: del S.__setattr__
    r = [call(o.get) for o in objs]
    if i % 5 == 0: r += [call(o.put, i) for o in objs]
    r2 = [str(x)[:60] for x in r]
    if i % 5 == 0:
        if r2 != last: print(i, r2)
        last = r2
