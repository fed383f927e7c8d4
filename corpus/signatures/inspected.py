"""[slow] What inspect says of properties, positional-only parameters, partial methods; where classes begin."""
import inspect
class A:
    @property
    def p(self):
        'doc p'
    def m(self): 'doc m'
    @classmethod
    def c(cls): 'doc c'
class B(A):
    @property
    def p(self): pass
    def m(self): pass
    @classmethod
    def c(cls): pass
print(inspect.getdoc(B.p), inspect.getdoc(B.m), inspect.getdoc(B.c), inspect.getdoc(B().m))
def f(a,/,b,*,c): pass
s=inspect.signature(f)
try: s.bind(a=1,b=2,c=3)
except TypeError as e: print(e)
def f(a,/,b=1,**k): pass
try: print(inspect.signature(f).bind(a=1,b=2))
except TypeError as e: print(e)
def f(a=1,/,b=1,**k): pass
try: print(inspect.signature(f).bind(a=1,b=2))
except TypeError as e: print(e)
def f(a=1,/,b=1): pass
try: print(inspect.signature(f).bind(a=1,b=2))
except TypeError as e: print(e)
from functools import partialmethod
class T:
    def m(a,b,c): pass
    pm=partialmethod(m,1)
print(inspect.signature(T.pm), inspect.signature(T().pm))
class C:
    def __call__(self,a): pass
    def f1(self): pass
    def f2(*args, **keywords): pass
    @classmethod
    def f3(*a): pass
print(inspect.signature(C()), inspect.signature(C.f1), inspect.signature(C().f2))
print(inspect.signature(C.f3))
def deco(f):
    import functools
    @functools.wraps(f)
    def w(*a,**k): return f(*a,**k)
    return w
@deco
def g(x,y=1): pass
print(inspect.signature(g), inspect.signature(g, follow_wrapped=False))
if 1:
    class K:
        x='if'
else:
    class K:
        x='else'
print(inspect.getsource(K))
print(inspect.getsource(C.f1), inspect.getsourcelines(g))
import inspect
class K: x=1
class K: x=2
print(inspect.getsource(K))
if 1:
    class L: x=1
else:
    class L: x=2
print(inspect.getsource(L))
if 0:
    class M: x=1
else:
    class M: x=2
print(inspect.getsource(M))
try:
    class N: x=1
except: 
    class N: x=2
print(inspect.getsource(N))
if 0:
    class O: x=1
elif 1:
    class O: x=2
else:
    class O: x=3
print(inspect.getsource(O))
if 1:
    class P:
        def m(self): return 1
else:
    class P:
        def m(self): return 2
print(inspect.getsource(P))
class Q: x=1
if 1:
    class Q: x=2
print(inspect.getsource(Q))
for i in 1,2:
    class R: x=1
else:
    class R: x=2
print(inspect.getsource(R))
