# __getattr__ and __getattribute__ come and go in a class and its bases, one while it runs.
class C:
    def __init__(s): s.x = 1
def r(o): return o.x
def ry(o):
    try: return o.y
    except AttributeError as e: return 'AE'
o = C()
def rep(): return r(o), ry(o)
for _ in range(60): rep()
print(rep())
C.__getattr__ = lambda s, n: 'ga:' + n
print(rep())
for _ in range(60): rep()
C.__getattribute__ = lambda s, n: 'gab:' + n if n in 'xy' else object.__getattribute__(s, n)
print(rep())
for _ in range(60): rep()
del C.__getattribute__
print(rep())
del C.__getattr__
print(rep())
class Base: pass
class D(Base, C): pass
o.__class__ = D
print(rep())
for _ in range(60): rep()
Base.__getattr__ = lambda s, n: 'bga:' + n
print(rep())
del o.x
print(rep())
Base.x = 'bx'
print(rep())
def ga(s, n):
    del Base.__getattr__
    raise AttributeError(n)
Base.__getattr__ = ga
print(rep(), rep())
