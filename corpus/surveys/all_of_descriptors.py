# Descriptors, properties, bound methods.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
class NonData:
    def __get__(self, o, t=None): return ("nd", o is not None, t.__name__)
class Data(NonData):
    def __set__(self, o, v): print("set", v)
    def __delete__(self, o): print("delete")
class A: n = NonData(); d = Data()
a = A(); print(a.n, A.n, a.d); a.n = 1; print(a.n); a.d = 2; print(a.d, a.__dict__); a.__dict__["d"] = 9; print(a.d); del a.d
class P:
    @property
    def x(self): "getter doc"; return self._x
    @x.setter
    def x(self, v): self._x = v
    @x.deleter
    def x(self): del self._x
    r = property(lambda s: 1, doc="r doc"); w = property(None, lambda s, v: print("w", v))
p = P(); p.x = 5; print(p.x, P.x.__doc__, P.r.__doc__, P.x.fget.__name__, P.x); del p.x
for f in (lambda: p.x, lambda: setattr(p, "r", 1), lambda: p.w, lambda: delattr(p, "r"), lambda: delattr(p, "w"), lambda: P.x.__set__(p), lambda: property(1, 2, 3, 4, 5), lambda: P.x.__get__(None, P) is P.x, lambda: P.x.__isabstractmethod__, lambda: property().__get__(1), lambda: property(5).__get__(1), lambda: P.x.fset.__qualname__):
    try: print("ok", f())
    except Exception as e: print(type(e).__name__, e)
class C:
    @classmethod
    def c(cls, *a): return cls.__name__, a
    @staticmethod
    def s(*a): return a
    def m(self): "doc m"; return self
print(C.c(1), C().c(2), C.s(1), C().s(2), C.__dict__["c"], C.__dict__["s"], C.__dict__["s"](5), C.c.__self__, C.c.__func__.__name__, C.__dict__["c"].__wrapped__.__name__)
m = C().m; print(m.__name__, m.__doc__, m.__self__.__class__, m.__func__ is C.m, m == m.__self__.m, m is m.__self__.m, hash(m) == hash(m.__self__.m))
try: C.m()
except TypeError as e: print(e)
try: m.x = 1
except AttributeError as e: print(e)
try: C.__dict__["c"](1)
except TypeError as e: print(e)
import types
print(types.MethodType(len, [1, 2])(), types.MethodType(lambda s, x: (s, x), 3)(4), C.m.__get__(5)(), C.m.__get__(None, C) is C.m)
try: types.MethodType(len, None)
except TypeError as e: print(e)
try: types.MethodType(5, 1)
except TypeError as e: print(e)
print(int.__add__, (1).__add__, str.join, "".join, dict.fromkeys, list.__len__, object.__init__, type.mro, int.real, types.FunctionType.__code__, int.from_bytes, (1).__add__.__self__, str.join.__objclass__, "".join.__self__ == "", int.__add__.__objclass__, [].append.__qualname__, dict.fromkeys.__self__)
for f in (lambda: int.__add__(), lambda: int.__add__("a", 1), lambda: str.join(5, []), lambda: list.append([]), lambda: list.append(5, 1), lambda: "".join(1, 2), lambda: "".upper(1), lambda: "".upper(a=1), lambda: int.__add__(1, 2, 3), lambda: (1).__add__(a=1), lambda: int.real.__get__("a"), lambda: dict.fromkeys(), lambda: str.maketrans(1), lambda: super(C).__get__(5), lambda: super(int, "a"), lambda: super(), lambda: super(5), lambda: super(C, C()).zz):
    try: print("ok", f())
    except Exception as e: print(type(e).__name__, e)
