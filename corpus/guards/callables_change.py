# __call__, __init__, __new__ and the metaclass of what one site calls change.
class C:
    def __call__(self, x): return ('c', x)
c = C()
def go(f, x): return f(x)
for _ in range(60): go(c, 1)
print(go(c, 1)); C.__call__ = lambda s, x: 'two'; print(go(c, 1)); C.__call__ = C; 
try: print(type(go(c, 1)).__name__)
except TypeError as e: print(e)
C.__call__ = len
print(go(c, 'abc'))
del C.__call__
try: go(c, 1)
except TypeError as e: print(e)
c.__call__ = lambda x: 'inst'
try: go(c, 1)
except TypeError as e: print(e)
class K:
    def __init__(self, x): self.x = x
for _ in range(60): go(K, 2)
print(go(K, 3).x)
K.__init__ = lambda self, x: setattr(self, 'x', -x)
print(go(K, 3).x)
K.__new__ = lambda cls, x: 'new'
print(go(K, 3))
K.__new__ = staticmethod(lambda cls, x: object.__new__(cls))
print(go(K, 3).x)
del K.__init__
print(type(go(K, 3)).__name__)
del K.__new__
try: go(K, 3)
except TypeError as e: print(e)
class M(type):
    def __call__(cls, x): return ('meta', x)
K = M('K', (), {})
print(go(K, 3)); del M.__call__
try: go(K, 3)
except TypeError as e: print(e)
