# small functions that call one another, mutate one another, and are used in conditions
def one(): return 1
def add(a, b): return a + b
def twice(x): return add(x, x)
def get(o): return o.v
def is_big(x): return x > LIMIT
def put(o, v): o.v = v
def const(): return K
def choose(a, b): return a if a else b
def sub(l, i): return l[i]
LIMIT = 10
K = "k"
class V:
    def __init__(self, v): self.v = v
    def inc(self): self.v += 1; return self.v
    @property
    def p(self): return self.v
o = V(3)
class A(int):
    def __add__(self, x): act(); return "A+"
    def __gt__(self, x): act(); return True
    def __bool__(self): act(); return False
class L(list):
    def __getitem__(self, i): act(); return "L%d" % i
def act():
    global LIMIT, K
    LIMIT = 0
    K = "acted"
    one.__code__ = two_code
    twice.__code__ = other_twice.__code__
    V.p = "plain"
def two(): return 2
two_code = two.__code__
def other_twice(x): return "other", x
p0, o0, t0 = V.p, one.__code__, twice.__code__
def reset():
    global LIMIT, K
    LIMIT, K = 10, "k"
    one.__code__, twice.__code__, V.p = o0, t0, p0
    o.v = 3
def hot(x, l):
    return one(), twice(x), is_big(x), get(o), o.p, const(), choose(x, "else"), sub(l, 0), one(), twice(4), is_big(5), o.p, const(), put(o, x), get(o) is x, put(o, 3), o.inc()
for i in range(120):
    x, l = (A(5), [1]) if i in (60, 61) else (5, L([1])) if i in (80, 81) else (A(5), L([2])) if i == 100 else (5, [1])
    r = hot(x, l)
    if i in (0, 60, 61, 80, 81, 100, 119): print(i, r)
    reset()
import sys
def depth(): return sys._getframe(1).f_code.co_name
def d1(): return depth()
def d2(): return d1()
for i in range(50): r = d2()
print(r)
def lineno(): return sys._getframe().f_lineno - lineno.__code__.co_firstlineno
for i in range(50): r = lineno()
print(r)
def fact(n): return 1 if n < 2 else n * fact(n - 1)
for i in range(30): r = fact(10)
print(r, fact(25))
ff = fact.__code__
fact.__code__ = (lambda n: "stopped" if n < 5 else old(n)).__code__
def old(n): return str(n) + fact(n - 1)
print(fact(10))
def mutual_a(n): return n if n <= 0 else mutual_b(n - 1)
def mutual_b(n): return n if n <= 0 else mutual_a(n - 2)
for i in range(40): r = mutual_a(i)
print(r)
mutual_b = lambda n: "rebound"
print(mutual_a(5))
