# Abstract base classes over _abc.
import _abc
import _weakref


def clean(text):
    while " at 0x" in text:
        before, after = text.split(" at 0x", 1)
        text = before + " at ADDR" + after.lstrip("0123456789abcdef")
    return text


def t(f):
    try:
        print(clean(repr(f())))
    except BaseException as e:
        print(clean(f"{type(e).__name__} {e}"))


class ABCMeta(type):
    def __new__(m,n,b,d,**k):
        c=super().__new__(m,n,b,d,**k); _abc._abc_init(c); return c
    def register(c,s): return _abc._abc_register(c,s)
    def __instancecheck__(c,i): return _abc._abc_instancecheck(c,i)
    def __subclasscheck__(c,s): return _abc._abc_subclasscheck(c,s)
def am(f): f.__isabstractmethod__=True; return f
class A(metaclass=ABCMeta):
    @am
    def f(self): pass
    @am
    def g(self): pass
class B(A):
    def f(self): pass
class C(B):
    def g(self): pass
t(lambda:sorted(A.__abstractmethods__))
t(lambda:B.__abstractmethods__)
t(lambda:C.__abstractmethods__)
t(lambda:A())
t(lambda:B())
t(lambda:type(C()))
tok=_abc.get_cache_token()
t(lambda:isinstance(3,A))
t(lambda:A.register(int))
t(lambda:isinstance(3,A))
t(lambda:isinstance(True,A))
t(lambda:issubclass(bool,A))
t(lambda:isinstance('a',A))
t(lambda:_abc.get_cache_token()-tok)
t(lambda:A.register(3))
t(lambda:C.register(A))
t(lambda:issubclass(3,A))
t(lambda:isinstance(C(),A))
t(lambda:issubclass(C,B))
t(lambda:B.register(str))
t(lambda:issubclass(str,A))
t(lambda:[len(x) if isinstance(x,set) else type(x) for x in _abc._get_dump(A)])
t(lambda:_abc._abc_subclasscheck(int,int))
t(lambda:_abc._reset_caches(A))
t(lambda:_abc._reset_registry(A))
t(lambda:isinstance(3,A))
class H(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(c,s): return 5
t(lambda:issubclass(int,H))
class H(metaclass=ABCMeta):
    @classmethod
    def __subclasshook__(c,s): return hasattr(s,'zork')
class Z: zork=1
t(lambda:issubclass(int,H))
t(lambda:isinstance(Z(),H))
t(lambda:isinstance(Z(),H))
class S(metaclass=ABCMeta): __abc_tpflags__=1<<5
t(lambda:S.__flags__&96)
t(lambda:'__abc_tpflags__' in S.__dict__)
S.register(Z)
t(lambda:Z.__flags__&96)
try:
    class S2(metaclass=ABCMeta): __abc_tpflags__=96
except TypeError as e: print(e)
d={1:_weakref.ref(Z)}
t(lambda:_weakref._remove_dead_weakref(d,1))
t(lambda:len(d))
y=Z()
d[2]=_weakref.ref(y)
del y
t(lambda:_weakref._remove_dead_weakref(d,2))
t(lambda:len(d))
t(lambda:_weakref._remove_dead_weakref(d,5))
t(lambda:_weakref._remove_dead_weakref([],5))
