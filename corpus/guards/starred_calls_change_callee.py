# Calls with stars while the callee becomes another function, an object, a partial.
def f(*a, **k): return len(a), sorted(k)
def call(): return f(1, 2), f(*(1, 2), x=1), f(**{'y': 1})
for _ in range(60): call()
print(call())
f.__code__ = (lambda *a, **k: ('new', a, k)).__code__; print(call())
f.__code__ = (lambda a, b=0, **k: (a, b, k)).__code__
try: call()
except TypeError as e: print(e)
f.__defaults__ = (7, 8); print(call())
class A:
    def __call__(s, *a, **k): return 'A', a, k
f = A(); print(call()); A.__call__ = staticmethod(lambda *a, **k: ('st', a, k)); print(call())
import functools
f = functools.partial(lambda *a, **k: ('p', a, k), 0); 
for _ in range(60): call()
print(call()); f.keywords['z'] = 9; print(call())
f.__setstate__((lambda *a, **k: 'state', (), {}, {})); print(call())
