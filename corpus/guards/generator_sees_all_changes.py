# All that a generator reads changes between two of its values.
import builtins
K = 1
class C:
    a = 1
    def m(self): return 'm1'
def helper(x): return ('h', x)
def gen(o):
    while True:
        yield (len('abc'), K, o.a, o.m(), helper(1), [i for i in range(2)])
o = C()
g = gen(o)
for _ in range(60): next(g)
reallen, realrange = len, range
def step(s): print(s, next(g))
step('base')
builtins.len = lambda x: 'L'; step('len'); builtins.len = reallen
K = 2; step('K')
C.a = 3; step('a')
o.a = 4; step('ia')
C.m = lambda s: 'm2'; step('m')
o.m = lambda: 'im'; step('im')
helper.__code__ = (lambda x: 'code').__code__; step('code')
helper = lambda x: 'rebound'; step('reb')
range = lambda n: 'xy'; step('range'); del range; step('range back')
gen.__code__ = (lambda o: iter([1])).__code__; step('gen code')
del K
try: next(g)
except NameError as e: print(e)
print(list(g))
