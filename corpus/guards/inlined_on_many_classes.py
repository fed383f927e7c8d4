# small bodies that read and write attributes of objects of several classes, inlined
class A:
    t = "A"
    def __init__(self, v): self.v = v
class B(A): t = "B"
class S:
    __slots__ = ("v",)
    t = "S"
    def __init__(self, v): self.v = v
class D:
    t = "D"
    def __init__(self, v):
        self.extra = 0
        self.v = v
def get(o): return o.v
def put(o, v): o.v = v
def both(o): return (o.v if o.t else None)
def bump(o): o.v += 1
def tag(o): return o.t
def two(o, p):
    o.v = p.v
    return o.v
def fresh(o, v):
    o.n = v
    return o.n
objs = [A(1), B(2), S(3), D(4)]
def loop(os):
    out = []
    for o in os:
        put(o, get(o) + 1)
        bump(o)
        out.append((both(o), tag(o), two(o, os[0])))
    return out
last = None
for i in range(400):
    if i == 50: A.t = "A2"
    if i == 70: objs[1].t = "own"
    if i == 90: S.t = property(lambda s: "prop")
    if i == 110: D.v = property(lambda s: 50, lambda s, v: None)
    if i == 130: del D.v
    if i == 150: objs[0].__class__ = B
    if i == 170: B.__setattr__ = lambda s, n, v: object.__setattr__(s, n, -1)
    if i == 190: del B.__setattr__
    if i == 210: get.__code__ = (lambda o: o.v * 2).__code__
    if i == 230: get.__code__ = (lambda o: o.v).__code__
    if i == 250: A.__getattr__ = lambda s, n: "late " + n
    if i == 260: del objs[0].v
    if i == 270: objs[0].v = 0
    if i == 290: objs.append(A(9))
    if i == 310: objs[2] = D(7)
    if i == 330: tag.__defaults__ = (objs[0],)
    try: r = loop(objs)
    except Exception as e: r = type(e).__name__ + " " + str(e)
    if isinstance(r, list) and i % 10: r = last
    if r != last: print(i, r)
    last = r
for i in range(60):
    os = [A(1), B(2), D(3)]
    r = [fresh(o, i) for o in os]
print(r, [list(o.__dict__) for o in os])
