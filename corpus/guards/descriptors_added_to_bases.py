# Data descriptors come to bases of a class while instances have the name themselves.
class Root: pass
class Mid(Root): pass
class Leaf(Mid):
    def __init__(self): self.v = 1
    def get(self): return self.v
    def put(self, v): self.v = v
objs = [Leaf() for _ in range(5)]
def go(k):
    r = []
    for o in objs:
        o.put(k); r.append(o.get())
    return r
for _ in range(60): go(1)
log = []
class D:
    def __init__(self, t): self.t = t
    def __get__(self, o, c=None): return self.t
class DD(D):
    def __set__(self, o, v): log.append((self.t, v))
for cls in (Root, Mid, Leaf):
    cls.v = D(cls.__name__); print(go(2))
    for _ in range(40): go(3)
    cls.v = DD(cls.__name__); print(go(4), len(log))
    for _ in range(40): go(5)
    DD.__set__, keep = None, DD.__set__
    try: print(go(6))
    except TypeError as e: print(e)
    DD.__set__ = keep
    del cls.v; print(go(7))
