# In-place operators, items and globals that change what they are while they run.
class A:
    def __init__(s): s.n = 0
    def __iadd__(s, o): A.__iadd__ = lambda s, o: 'second'; s.n += o; return s
a = A()
def go():
    global a
    a += 1
    r = a
    a += 1
    return r.n, a
print(go())
class H: total = 0
def add(o, v): o.total += v; return o.total
h = H()
for i in range(60): add(h, 1)
print(add(h, 1), H.total); add(H, 5); print(H.total, add(H(), 1))
H.total = property(lambda s: 100, lambda s, v: s.__dict__.__setitem__('t', v)); print(add(h, 1), h.t)
del H.total; print(add(h, 1))
l = [0]
def ai(c, i): c[i] += 1; return c[i]
for _ in range(60): ai(l, 0)
class L(list):
    def __setitem__(s, i, v): list.__setitem__(s, i, v * 10)
print(ai(L([1]), 0)); L.__getitem__ = lambda s, i: 3; print(ai(L([1]), 0)); d = {0: 1}; print(ai(d, 0))
class Dm(dict):
    def __missing__(s, k): Dm.__missing__ = lambda s, k: 50; return 5
print(ai(Dm(), 'q'), ai(Dm(), 'q'))
N = 0
def inc():
    global N
    N += 1
    return N
for _ in range(60): inc()
N = 'a'
try: inc()
except TypeError as e: print(e)
del N
try: inc()
except NameError as e: print(e)
import builtins; builtins.N = 10; print(inc(), builtins.N); del N; print(inc()); del builtins.N
