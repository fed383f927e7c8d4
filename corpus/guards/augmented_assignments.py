# augmented assignments whose right side changes the left
G = 0
class C:
    x = 0
    def __init__(self): self.y = 0
c = C()
d = {"k": 0}
l = [0, 0]
def chg(v):
    global G
    G = 100
    C.x = 200
    c.y = 300
    d["k"] = 400
    l[0] = 500
    return v
def swap(v):
    global c, d, l
    c, d, l = C(), {"k": -1}, [-1, -1]
    return v
def no(v): return v
def t():
    global G
    G += act(1)
    c.x += act(1)
    c.y += act(1)
    d["k"] += act(1)
    l[0] += act(1)
    return G, c.x, C.x, c.y, d["k"], l[0]
def u():
    global G
    G = G + act(1)
    c.x = c.x + act(1)
    c.y = c.y + act(1)
    d["k"] = d["k"] + act(1)
    l[0] = l[0] + act(1)
    return G, c.x, C.x, c.y, d["k"], l[0]
act = no
for f in (t, u):
    G = 0; C.x = 0; c = C(); d = {"k": 0}; l = [0, 0]
    for i in range(80):
        act = {40: chg, 41: chg, 60: swap}.get(i, no)
        r = f()
        if i in (0, 39, 40, 41, 42, 60, 61, 79): print(f.__name__, i, r)
class Acc:
    def __init__(s): s.n = 0
    def __iadd__(s, o):
        s.n += o
        if s.n == 20: Acc.__iadd__ = lambda s, o: "replaced %d" % s.n
        if s.n == 10: del Acc.__iadd__
        return s
    def __add__(s, o): return "added"
ia = Acc.__iadd__
for start in (0, 11):
    Acc.__iadd__ = ia
    a = Acc(); a.n = start
    def h():
        global a
        a += 1
        return a if isinstance(a, str) else a.n
    out = []
    for i in range(14):
        try: out.append(h())
        except TypeError as e: out.append("TypeError"); break
    print(out)
