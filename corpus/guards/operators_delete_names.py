# Operators delete and restore the names that the rest of their line reads.
class V:
    def __init__(self, n): self.n = n
    def __add__(self, o):
        g = globals()
        g.pop("W", None); g["W"] = V(self.n + 1)
        return V(self.n + (o.n if isinstance(o, V) else o))
    def __eq__(self, o): globals()["W"] = V(0); return True
    def __lt__(self, o): globals().pop("W"); globals()["W"] = V(100); return True
    __hash__ = None
    def __bool__(self): globals()["W"] = V(-1); return False
    def __neg__(self): globals()["Q" + str(self.n)] = 1; return self
W = V(1)
def f(): return (W + 1).n, W.n, (W + W).n, W.n
def g(): return W == 3, W.n, W < 3, W.n, not W, W.n, (-W).n
for i in range(60): f(); g()
print(f(), g(), f())
