# small methods that permute, compute and keep attributes of one object
class P:
    def __init__(self, a, b, c): self.a, self.b, self.c = a, b, c
    def swap(self): self.a, self.b = self.b, self.a
    def turn(self): self.a, self.b, self.c = self.b, self.c, self.a
    def fib(self): self.a, self.b = self.b, self.a + self.b
    def keep(self): self.c, self.a = self.a, self.a + 1
    def same(self): self.a = self.a; self.b = self.b
    def old(self):
        r = self.a
        self.a = self.b
        return r
    def give(self): self.a, self.b, self.c = self.c, self.c, None; return self.b
class Q(P):
    __slots__ = ()
class S:
    __slots__ = ("a", "b", "c")
    __init__, swap, turn, fib, keep, same, old, give = P.__init__, P.swap, P.turn, P.fib, P.keep, P.same, P.old, P.give
def put(o, v): o.a = v
def get(o): return o.a
for cls in (P, Q, S):
    o = cls(1000, 2.5, "text" * 2)
    for i in range(60):
        o.swap(); o.turn(); o.same(); x = o.old(); put(o, get(o))
        o.c = x
        if i % 3 == 0: o.turn(); o.keep() if isinstance(o.a, (int, float)) else o.swap()
    print(o.a, o.b, o.c)
    o = cls(1, 1, 0)
    for i in range(100): o.fib()
    print(o.a, o.b)
    o = cls(10 ** 6, 2 * 10 ** 6, 0)
    seen = []
    for i in range(50):
        o.keep()
        seen.append(o.c)
    print(seen[0], seen[-1], o.a, len(set(map(id, seen))))
    o = cls([1], [2], [3])
    for i in range(50): r = o.turn(), o.give(), o.old(); o.a, o.b, o.c = [i], [2], [3]
    print(r, o.a)
class D:
    def __init__(self, n): self.n = n
    def __del__(self): log.append(self.n)
log = []
o = P(D(1), D(2), D(3))
for i in range(40):
    o.turn(); o.swap()
    put(o, D(i)) if i % 10 == 0 else None
print(log, o.a.n, o.b.n, o.c.n)
