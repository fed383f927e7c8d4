# Functions behind functools change, and what they cache.
import functools
@functools.lru_cache(None)
def sq(x): return x * F
F = 2
def use(i): return sq(i)
print([use(i % 3) for i in range(9)]); F = 10; print(use(1)); sq.cache_clear(); print(use(1))
sq.__wrapped__.__code__ = (lambda x: 'code').__code__; print(use(1), use(50))
@functools.singledispatch
def sd(x): return 'obj'
def us(x): return sd(x)
for _ in range(50): us(1)
print(us(1)); sd.register(int)(lambda x: 'int'); print(us(1), us(True)); sd.register(bool)(lambda x: 'bool'); print(us(True))
class K:
    @functools.cached_property
    def c(self): return F
def rc(o): return o.c
k = K()
for _ in range(50): rc(k)
F = 11; print(rc(k)); del k.c; print(rc(k)); K.c = 'cls'; print(rc(k)); del k.c; print(rc(k))
@functools.total_ordering
class T:
    def __init__(s, v): s.v = v
    def __eq__(s, o): return s.v == o.v
    def __lt__(s, o): return s.v < o.v
def cmp(a, b): return a < b, a >= b, a > b
a, b = T(1), T(2)
for _ in range(50): cmp(a, b)

