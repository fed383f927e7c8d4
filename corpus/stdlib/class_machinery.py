# Metaclasses, __set_name__, __mro_entries__, abstract classes. [slow]
import types, functools, enum, weakref, abc, copy, collections, operator
def t(f):
    try:
        r=repr(f())
        while ' at 0x' in r:
            a,b=r.split(' at 0x',1); r=a+' ADDR'+b.lstrip('0123456789abcdef')
        print(r)
    except BaseException as e: print(type(e).__name__, e)
# class machinery
class Desc:
    def __set_name__(self,o,n): print('set_name',o.__name__,n)
class Base:
    def __init_subclass__(cls,**k): print('init_sub',cls.__name__,k)
class Meta(type):
    @classmethod
    def __prepare__(m,n,b,**k): print('prepare',n,b,k); return {'pre':1}
    def __new__(m,n,b,d,**k): return super().__new__(m,n,b,d)
    def __init__(c,n,b,d,**k): print('init',n,k)
    def __instancecheck__(c,i): return i==5
    def __subclasscheck__(c,s): return s is int
    def __call__(c,*a): print('call',a); return super().__call__(*a)
    def __getitem__(c,i): return ('gi',i)
    def __len__(c): return 7
    def __contains__(c,x): return x==1
    def __iter__(c): return iter('abc')
class K(Base,metaclass=Meta,opt=1): d=Desc()
t(lambda:K.pre)
t(lambda:isinstance(5,K))
t(lambda:isinstance(6,K))
t(lambda:issubclass(int,K))
t(lambda:K())
t(lambda:K[3])
t(lambda:len(K))
t(lambda:list(K))
t(lambda:1 in K)
class Sub(Base,x=2): d=Desc()
class ME:
    def __mro_entries__(self,bases): print('entries',[type(b).__name__ for b in bases]); return (Base,)
class U(ME()): pass
t(lambda:U.__bases__)
t(lambda:U.__orig_bases__ [0].__class__)
t(lambda:types.resolve_bases((ME(),int)))
t(lambda:types.new_class('Nn',(ME(),),{'k':1},lambda ns:ns.update(v=3)).v)
t(lambda:Base.__subclasses__())
class CG:
    def __class_getitem__(cls,i): return (cls.__name__,i)
t(lambda:CG[1,2])
t(lambda:CG()[1])
class Bad:
    def __set_name__(self,o,n): 1/0
try:
    class X: b=Bad()
except Exception as e: print(type(e),e,e.__notes__)
class AB(abc.ABC):
    @property
    @abc.abstractmethod
    def p(self): ...
    @classmethod
    @abc.abstractmethod
    def c(cls): ...
    @abc.abstractmethod
    def m(self): ...
t(lambda:AB())
t(lambda:sorted(AB.__abstractmethods__))
AB.register(int)
t(lambda:isinstance(3,AB))
t(lambda:isinstance([],collections.abc.Sequence))
t(lambda:isinstance({}.keys(),collections.abc.KeysView))
t(lambda:isinstance(iter([]),collections.abc.Iterator))
t(lambda:issubclass(collections.deque,collections.abc.MutableSequence))
t(lambda:isinstance(3,collections.abc.Hashable))
t(lambda:isinstance((x for x in ()),collections.abc.Generator))
t(lambda:issubclass(dict,collections.abc.MutableMapping))
t(lambda:isinstance(range(3),collections.abc.Sequence))
t(lambda:isinstance(memoryview(b''),collections.abc.Buffer))
