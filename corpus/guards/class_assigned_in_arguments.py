# __class__ of instances: at calls, in arguments, in methods, in properties, with slots
class A:
    tag = "A"
    def m(self, *a): return "A.m", self.tag, a
    @property
    def p(self): return "A.p"
class B:
    tag = "B"
    def m(self, *a): return "B.m", self.tag, a
    p = "B plain"
class S1:
    __slots__ = "x", "y"
    def both(self): return self.x, self.y
class S2:
    __slots__ = "x", "y"
    def both(self): return self.y, self.x
def to(o, c):
    o.__class__ = c
    return c.__name__
def read(o): return o.tag, o.p, o.m(o.tag)
def arg(o, c): return o.m(to(o, c)), o.m(to(o, c), o.tag), (o.tag, to(o, c), o.tag)
def attr(o, c): return [o.tag, to(o, c), o.tag, o.p]
a = A()
last = None
for i in range(200):
    c = (A, B)[i // 50 % 2] if i < 150 else (A, B)[i % 2]
    r = read(a), arg(a, c), attr(a, A if c is B else B)
    if r != last and (i < 155): print(i, r)
    last = r
s = S1(); s.x, s.y = 1, 2
for i in range(120):
    if i in (40, 80): s.__class__ = S2 if type(s) is S1 else S1
    r = s.both()
    if i % 40 == 0: print(r, type(s).__name__)
try: a.__class__ = S1
except TypeError as e: print(e)
try: a.__class__ = int
except TypeError as e: print(e)
class L(list):
    def __getitem__(self, i): return "L", i
class M(list): pass
l = L([1, 2])
def sub(l): return l[0], l[1], len(l)
for i in range(100):
    if i in (30, 60): l.__class__ = M if type(l) is L else L
    if i % 15 == 0: print(sub(l))
    else: sub(l)
