# calls that use defaults: changed in arguments, in the callee, by operators, deleted, too few
def f(a, b=1, c=2): return a, b, c
def g(x=1): return x
def h(a, b=[]):
    b.append(a)
    return len(b)
class C:
    def m(self, a=1, b=2): return a, b
    def __init__(self, z=0): self.z = z
c = C()
def chg(v):
    f.__defaults__ = (v, v)
    return v
def hot(i):
    return f(i), f(i, 5), g(), h(i), c.m(), c.m(9), C().z, C(3).z, f(chg(i)) if i in when else None
when = (40, 41, 70)
last = None
for i in range(200):
    if i == 20: g.__defaults__ = ("g",)
    if i == 30: h.__defaults__ = ([],)
    if i == 50: f.__defaults__ = (1, 2)
    if i == 60: C.m.__defaults__ = ("m", "n")
    if i == 80: f.__defaults__ = (7,)
    if i == 90: f.__defaults__ = None
    if i == 100: f.__defaults__ = (1, 2, 3)
    if i == 110: f.__code__ = (lambda a, b, c, *d: (a, b, c, d)).__code__
    if i == 120: f.__code__ = (lambda a, b: ("two", a, b)).__code__
    if i == 130: g.__code__ = (lambda x, y=0: (x, y)).__code__
    if i == 140: g.__defaults__ = (1, 2)
    if i == 150: C.__init__.__defaults__ = ("z",)
    if i == 160: C.__init__.__defaults__ = None
    if i == 170: C.__init__ = lambda self, z="new": setattr(self, "z", z)
    if i == 180: f = g
    try: r = hot(i)
    except Exception as e: r = type(e).__name__ + " " + str(e)
    s = str(r).replace(str(i), "i")
    if s[:40] != last or i in when: print(i, r)
    last = s[:40]
