# Private names are mangled in a class body, but for the names of keyword arguments.
def k(*a, **kw): return kw
class A:
    def f(self): return k(__x=1), k(__y__=2, __z=3), dict(__q=1, **{'__w':2}), k(1, *(2,), __v=3), self.g(__m=1)
    def g(self, **kw): return kw
    def h(self, __p=5, *, __k=6): return __p, __k, locals()
    x = k(__c=1)
    class B(metaclass=lambda n,b,d,**kw: kw, __z=1): pass
    @staticmethod
    def m(p):
        match p:
            case object(__foo=1): return 'no'
            case {'a': __bar, **__rest}: return __bar, __rest, sorted(locals())
    import os as __os
    def glob(self):
        global __gg
        __gg = 1
        import os.path as __path
        try: raise ValueError
        except ValueError as __e: print(sorted(locals()))
        f = lambda __l: __l
        print(f.__code__.co_varnames, sorted(globals())[:3])
        def inner(__i): nonlocal f; return __i
        print(inner.__code__.co_varnames)
        self.__attr = 1
        del self.__attr
        print([__c for __c in (1,)], {__d: 1 for __d in (1,)})
a=A()
print(a.f(), a.h()[:2], A.x, A.B, A.m({'a':1,'b':2}), sorted(A.__dict__))
a.glob()
