# Attributes come to a metaclass while classes and instances are read.
class M(type): pass
class N(M): pass
class A(metaclass=M):
    x = "class"
    def get(self): return self.x
def read(): return A.x, A().get()
for _ in range(60): read()
M.x = "meta value"
print(read())
M.x = property(lambda cls: "meta property")
print(read())
del M.x
print(read())
M.__getattribute__ = lambda cls, n: "hook" if n == "x" else type.__getattribute__(cls, n)
print(read())
del M.__getattribute__
for _ in range(60): read()
A.__class__ = N
N.x = property(lambda cls: "N")
print(read())
type.__delattr__(A, "x") if not isinstance(N.__dict__.get("x"), property) else None
del N.x
del A.x
try: print(read())
except AttributeError as e: print(e)
N.__call__ = lambda cls, *a: "called"
print(A())
del N.__call__
A.x = 3
print(read() if not hasattr(N, "x") or True else 0)
