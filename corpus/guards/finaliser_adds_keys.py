# Finalisers add and delete globals at the moment a register is overwritten.
class F:
    def __init__(self, i): self.i = i
    def __del__(self):
        g = globals()
        g[f"f{self.i}"] = 1
        if self.i % 5 == 0: g["K"] = self.i
        if self.i % 7 == 0: g.pop(f"f{self.i - 1}", None)
K = 0
def f(n):
    s = []
    x = None
    for i in range(n):
        x = F(i)
        s.append((K, len("ab"), K))
    return s
r = f(100)
print(r[:3], r[-3:], K)
