# Special methods come and go for operands of sites that were specialised.
class N:
    def __init__(s, v): s.v = v
    def __add__(s, o):
        if s.v == 30: N.__add__ = lambda s, o: 'patched'
        return N(s.v + o)
def go():
    x = N(0); out = []
    for i in range(40):
        x = x + 1
        if isinstance(x, str): return i
    return x.v
print(go())
class I(int): pass
def add(a, b): return a + b
for _ in range(60): add(1, 2)
print(add(I(3), 4)); I.__add__ = lambda s, o: 'iadd'; print(add(I(3), 4)); I.__radd__ = lambda s, o: 'iradd'; print(add(4, I(3)))
I.__index__ = lambda s: 0
def ix(l, i): return l[i]
for _ in range(60): ix([1, 2, 3], 1)
print(ix([1, 2, 3], I(2)))
class Li(list): pass
l = Li([1, 2])
for _ in range(60): ix(l, 0)
Li.__getitem__ = lambda s, i: 'gi'; print(ix(l, 0)); del Li.__getitem__; print(ix(l, 0))
def eq(a, b): return a == b
class Q: pass
q = Q()
for _ in range(60): eq(q, q)
Q.__eq__ = lambda s, o: 'eq'; print(eq(q, 1), eq(1, q)); del Q.__eq__; print(eq(q, 1))
def tr(o): return 'T' if o else 'F'
for _ in range(60): tr(q)
Q.__bool__ = lambda s: False; print(tr(q)); Q.__len__ = lambda s: 1; print(tr(q)); del Q.__bool__; print(tr(q)); Q.__len__ = lambda s: 0; print(tr(q))
def it(o): return [x for x in o]
Q.__iter__ = lambda s: iter('ab')
for _ in range(60): it(q)
print(it(q)); Q.__iter__ = lambda s: iter('cd'); print(it(q)); del Q.__iter__; Q.__getitem__ = lambda s, i: [7, 8][i]; print(it(q)); 
def nx(o):
    for x in o: return x
class Itr:
    def __iter__(s): return s
    def __next__(s): return 1
io = Itr()
for _ in range(60): nx(io)
Itr.__next__ = lambda s: 2; print(nx(io))
def ct(a, b): return a in b
for _ in range(60): ct(1, q) if False else ct('a', 'abc')
Q.__contains__ = lambda s, x: x == 1
for _ in range(60): ct(1, q)
del Q.__contains__; print(ct(7, q), ct(1, q))
