# Decorators that get another code, are rebound, become classes that change.
reg = []
def deco(f):
    reg.append(f)
    return f
def make(i):
    @deco
    def g(x): return x + i
    return g(1)
print([make(i) for i in range(40)][-2:])
def deco2(f): return lambda x: 'wrapped'
deco.__code__ = deco2.__code__
print(make(1))
deco = lambda f: (lambda x: 'reb')
print(make(1))
class D:
    def __init__(self, f): self.f = f
    def __call__(self, x): return ('D', self.f(x))
deco = D
print([make(i) for i in range(40)][-1])
D.__call__ = lambda s, x: 'D2'
print(make(2))
D.__new__ = lambda c, f: f
print(make(3))
del D.__new__
try: print(make(3))
except TypeError as e: print(e)
