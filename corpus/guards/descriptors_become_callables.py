# What a class has under a name is by turns a descriptor, a callable, a class method, native.
class F:
    def __get__(s, o, t): return lambda *a: ('bound', len(a))
    def __call__(s, *a): return ('called', len(a))
class C: pass
C.f = F()
c = C()
def m(o): return o.f(1, 2)
for _ in range(60): m(c)
print(m(c)); F.__get__ = None
try: m(c)
except TypeError as e: print(e)
del F.__get__; print(m(c)); c.f = lambda *a: 'inst'; print(m(c)); F.__get__ = lambda s, o, t: lambda *a: 'get'; print(m(c)); F.__set__ = lambda *a: None; print(m(c))
del F.__set__
print(m(c))
C.f = F; print(type(m(O := C())).__name__ if False else 'skip')
def um(k, o): return k.f(o)
C.f = lambda s: 'unbound'
for _ in range(60): um(C, c)
print(um(C, 1)); C.f = classmethod(lambda *a: ('cm', len(a))); print(um(C, 1)); C.f = print; print(um(C, 'x'))
