# isinstance and issubclass while __instancecheck__ and __class__ come and go.
class M(type): pass
class A(metaclass=M): pass
class P:
    @property
    def __class__(self): return A if lie else P
lie = False
def f(o): return isinstance(o, A), isinstance(o, (int, A)), issubclass(type(o), A)
objs = [A(), P(), 3]
def g(): return [f(o) for o in objs]
for _ in range(60): g()
print(g())
lie = True; print(g())
M.__instancecheck__ = lambda c, o: globals().setdefault("seen" + type(o).__name__, "yes") == "yes"
print(g())
del M.__instancecheck__; lie = False
print(g())
globals()["isinstance"] = lambda o, t: "mine"
print(g())
del globals()["isinstance"]
A.__bases__ = (object,) if False else A.__bases__
objs[1].__class__
print(g())
