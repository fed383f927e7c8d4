# Groups of objects that die together, and what is left at the end, in the order in which it was made.
import weakref, gc, sys, atexit
class A:
    def __init__(s,n): s.n=n
    def __del__(s): print('del',s.n)
    def m(s): return s.n
a=A('a'); b=A('b'); a.o=b; b.o=a
wa=weakref.ref(a,lambda r:print('cb a',r() is None)); wb=weakref.ref(b,lambda r:print('cb b',r() is None))
wm=weakref.WeakMethod(a.m,lambda r:print('wm',r() is None))
f=weakref.finalize(a,print,'fin a')
del a,b
gc.collect(); print(wa(),wb(),wm(),f.alive)
class N:
    def __init__(s,n): s.n=n
c=N('c'); d=N('d'); c.o=d; d.o=c; c.w=weakref.ref(d,lambda r:print('inner cb')); wc=weakref.ref(c,lambda r:print('outer cb'))
del c,d; gc.collect()
atexit.register(print,'atexit 1'); atexit.register(print,'atexit 2')
f2=weakref.finalize(sys.modules[__name__].__dict__.setdefault('keep',A('keep')),print,'fin keep')
f3=weakref.finalize(N,print,'fin N'); f3.atexit=False
g1=A('g1'); g2=A('g2')
class Late:
    def __del__(s): print('late', type(g1).__name__ if 'g1' in globals() else 'gone', print.__name__, sys.__name__ if sys else None)
late=Late(); _private=A('_private'); zlast=A('zlast')
x=A('cyc'); x.self=x
def fn(v=A('default')): pass
