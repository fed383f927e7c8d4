# Keys and comparisons mutate while natives call them.
import builtins, functools
class K:
    def __init__(self, v): self.v = v
    def __lt__(self, o):
        tick()
        return self.v < o.v
    def key(self): return self.v
n = 0
def tick():
    global n
    n += 1
    if n % 5 == 0: K.key = alt if n % 10 else key0
key0 = K.key
def alt(self): return -self.v
def key(o):
    tick()
    return o.key()
items = [K(i * 7 % 13) for i in range(13)]
for r in range(20):
    s = sorted(items, key=key)
    t = sorted(items)
print([o.v for o in s], [o.v for o in t], n)
def cmp(a, b):
    tick()
    return (a.key() > b.key()) - (a.key() < b.key())
print([o.v for o in sorted(items, key=functools.cmp_to_key(cmp))])
print(list(map(lambda o: (tick(), o.key())[1], items)))
print(max(items, key=lambda o: (tick(), o.key())[1]).v, n)
def ff(x):
    if x == 5: ff.__code__ = gg.__code__
    return ("ff", x)
def gg(x): return ("gg", x)
print(list(map(ff, range(8))))
print([x for x in filter(lambda v: (setattr(builtins, "chr", lambda c: "C") if v == 3 else None, chr(65) == "A")[1], range(6))], chr(65))
