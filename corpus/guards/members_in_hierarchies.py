# members of slots in hierarchies, exchanged between classes, with attributes beside them
class A:
    __slots__ = ("a", "b")
    def __init__(self, a, b): self.a, self.b = a, b
    def sum(self): return self.a + self.b
    def swap(self): self.a, self.b = self.b, self.a
class B(A):
    __slots__ = ("c",)
    def __init__(self, a, b): super().__init__(a, b); self.c = a - b
    def sum(self): return self.a + self.b + self.c
class D(A):
    def __init__(self, a, b): super().__init__(a, b); self.d = 1
    def sum(self): return self.a + self.b + self.d
def total(os): return [o.sum() for o in os]
def get(o): return o.a
def put(o, v): o.a = v
am, bm = A.a, A.b
last = None
for i in range(300):
    try: os = [A(1, 2), B(3, 4), D(5, 6)]
    except AttributeError as e:
        if i % 20 == 0: print(i, e)
    if i == 40: A.a, A.b = bm, am
    if i == 60: A.a = am
    if i == 80: A.b = bm
    if i == 100: B.a = B.c
    if i == 120: del B.a
    if i == 140: D.a = property(lambda s: 100, lambda s, v: None)
    if i == 160: del D.a
    if i == 180: A.b = 1000
    if i == 200: A.b = bm
    if i == 220: B.__bases__ = (A,)
    if i == 240: A.__getattribute__ = lambda s, n: object.__getattribute__(s, n) if n != "a" else 7
    if i == 260: del A.__getattribute__
    if i == 280: del A.a
    try:
        for o in os: o.swap(); put(o, get(o) * 2)
        r = total(os)
    except Exception as e: r = type(e).__name__ + " " + str(e)
    if r != last: print(i, r)
    last = r
