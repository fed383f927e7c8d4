"""Which layouts agree, and what classes refuse to have assigned, deleted and stated."""
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class A: pass
class B: pass
class C(A): pass
class S1: __slots__=('a',)
class S2: __slots__=('b',)
class S3(S1): __slots__=()
class S4: __slots__=('a',)
class S5(S4): __slots__=()
class E1(Exception): pass
class E2(Exception): __slots__=('x',)
class D1(dict): pass
class D2(dict): __slots__=()
class Base: pass
class X(Base): pass
class Y(Base): pass
class Z: pass
def setb(c,*b):
    def f():
        c.__bases__=b; r= c.__bases__; return r
    return f
def setc(o,c):
    def f():
        o.__class__=c; return type(o)
    return f
for c,b in [(X,A),(X,Y),(Z,A),(S3,S2),(S3,S4),(S3,S1),(S1,S2),(E1,ValueError),(E1,KeyError),(E1,OSError),(E1,A),(D1,D2),(D1,list),(X,dict),(X,int),(S3,A), (X,E1)]:
    print(c.__name__,b.__name__, end=' '); t(setb(c,b))
for o,c in [(A(),B),(A(),C),(C(),A),(S1(),S4),(S3(),S5),(S1(),S2),(S3(),S1),(S1(),S3),(S3(),S4),(E1(),ValueError),(E1(),E2),(D1(),dict),(D1(),D2),(A(),S1),(S1(),A),(A(),object),(object(),A),(1,bool),(A(),5), (A(), int)]:
    print(type(o).__name__, c, end=' '); t(setc(o,c))
print('__dict__' in vars(E1), '__weakref__' in vars(E1), '__dict__' in vars(D1), '__dict__' in vars(C), '__weakref__' in vars(C), '__dict__' in vars(A))
import types
class M(types.ModuleType): pass
class F(type): pass
print('__dict__' in vars(M), '__weakref__' in vars(M), '__dict__' in vars(F))
class I(int): pass
class T(tuple): pass
print(sorted(vars(I)), sorted(vars(T)), sorted(vars(E1)), sorted(vars(M)), sorted(vars(F)))
e=E1()
def f(): del e.__dict__
t(f)
class E3(Exception, Base): pass
print(sorted(vars(E3)))
e=E3(); t(f)
class Nn:
    __class_getitem__=None
t(lambda: Nn[int])
t(lambda: A[int])
x=A()
def g(): del x.__dict__
t(g); print(x.__dict__)
def g(): x.__dict__=5
t(g)
def g(): A.__dict__={}
t(g)
def g(): A.__name__=5
t(g)
def g(): A.__name__='a\0b'
t(g)
def g(): A.__qualname__=5
t(g)
def g(): del A.__name__
t(g)
def g(): del A.__qualname__
t(g)
def g(): del A.__bases__
t(g)
def g(): A.__bases__=5
t(g)
def g(): A.__bases__=()
t(g)
def g(): A.__bases__=(5,)
t(g)
def g(): A.__bases__=(C,)
t(g)
def g(): int.foo=5
t(g)
def g(): del int.foo
t(g)
def g(): int.__name__='x'
t(g)
def g(): int.__doc__='x'
t(g)
def g(): A.__mro__=()
t(g)
def g(): A.__module__=5; return A.__module__, A
t(g)
def g(): A.__module__='m'; return A
t(g)
def g(): del A.__module__
t(g)
def g(): del A.__doc__
t(g)
def g(): A.__abstractmethods__=['x']; return A.__abstractmethods__
t(g)
t(lambda: A())
t(lambda: B.__abstractmethods__)
def g(): del B.__abstractmethods__
t(g)
for src in ["class Q: __slots__='1a'", "class Q: __slots__=5", "class Q: __slots__=['a',5]", "class Q: __slots__=('a','a')\nprint(Q.__slots__)", "class Q:\n __slots__=('a',)\n a=1", "class Q(int): __slots__=('a',)", "class Q(tuple): __slots__=('a',)", "class Q(bytes): __slots__=()\nprint(Q())", "class Q: __slots__=('__dict__','__dict__')", "class Q(A): __slots__=('__dict__',)", "class Q(A): __slots__=('__weakref__',)", "class Q(S1,S2): pass", "class Q(S3,S1): pass", "class Q(int,str): pass", "class Q(S1,int): pass", "class Q(list,dict): pass", "class Q(A,A): pass", "class Q(object,A): pass", "class Q(A,C): pass", "class Q(bool): pass", "class Q(type(None)): pass","class Q(range): pass", "class Q(slice): pass", "class Q(type(lambda:0)): pass", "class Q(type(x for x in [])): pass", "class Q(5): pass", "class Q(None): pass", "class Q('a'): pass", "class Q(A, metaclass=5): pass", "class Q(A, foo=1): pass", "class Q(metaclass=F, foo=1): pass", "class F2(type): pass\nclass A1(metaclass=F): pass\nclass A2(metaclass=F2): pass\nclass Q(A1,A2): pass", "class Q: __slots__='ab'\nprint(Q.__dict__['ab'])","class Q: __slots__=['__x']\nprint(sorted(vars(Q)))", "class Q: __slots__={'a':'doc a'}\nprint(Q.a.__doc__)", "class Q:\n def __set_name__(self,o,n): 1/0\nclass W: q=Q()", "class Q: __qualname__=5", "class Q: __classcell__=5", "class Q(metaclass=lambda n,b,d: (n,b,sorted(d))): a=1\nprint(Q)", "type('a\\0b',(),{})", "type('A',(),{'__slots__':('a',),'a':1})", "type('A',(),{'__qualname__':5})", "type('A',(),{'__doc__':5}).__doc__", "print(type('A',(),{'__module__':5}).__module__)", "type('A', (), {1:2})\n", "print(type('A', (), {1:2}).__dict__[1])"]:
    try: exec(src)
    except Exception as e: print(src.split('\n')[0],'!!',type(e).__name__, e, getattr(e,'__notes__',''))
