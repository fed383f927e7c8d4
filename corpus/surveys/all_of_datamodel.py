# Metaclasses, hooks of class creation, and classes that cannot be.  [slow]
class Meta(type):
    def __new__(m, name, bases, ns, **kw): print("new", name, bases, sorted(k for k in ns if k[0] != "_"), kw); return super().__new__(m, name, bases, ns)
    def __init__(c, name, bases, ns, **kw): print("init", name, kw); super().__init__(name, bases, ns)
    def __call__(c, *a, **k): print("call", c.__name__, a, k); return super().__call__(*a, **k)
    @classmethod
    def __prepare__(m, name, bases, **kw): print("prepare", name, kw); return {"pre": 1}
    def __instancecheck__(c, o): return o == 5
    def __subclasscheck__(c, s): return s is int
    def __getattr__(c, n): return f"meta-{n}"
    def __len__(c): return 42
    def __iter__(c): return iter([1, 2])
    def __contains__(c, x): return x == 1
    def __getitem__(c, x): return ("item", x)
    def __dir__(c): return ["q"]
    def __repr__(c): return f"<M {c.__name__}>"
    def __add__(c, o): return "add"
    def __or__(c, o): return "or"
class A(metaclass=Meta, flag=1):
    x = 1
    def __init__(self, v=0): self.v = v
a = A(3); print(isinstance(5, A), isinstance(a, A), issubclass(int, A), A.zzz, len(A), list(A), 1 in A, A["k"], dir(A), A, A + 1, A | int, A.pre)
class B(A): pass
print(type(B), B.__mro__)
class Sub:
    def __init_subclass__(cls, /, tag=None, **kw): super().__init_subclass__(**kw); cls.tag = tag; print("is", cls.__name__, tag)
class S1(Sub, tag="t"): pass
try:
    class S2(Sub, tag=1, other=2): pass
except TypeError as e: print(e)
class ME:
    def __mro_entries__(self, bases): print("mro_entries", len(bases)); return (dict,)
class E(ME()): pass
print(E.__bases__, E.__orig_bases__ != ())
class CG:
    def __class_getitem__(cls, k): return f"{cls.__name__}[{k}]"
print(CG[1], CG[1, 2])
for f in (lambda: type("X", (int, str), {}), lambda: type("X", (bool,), {}), lambda: type("X", (5,), {}), lambda: type("X", (object, int), {}), lambda: type("X", (A, Sub), {}), lambda: type("X", (), {"__slots__": ("a", "a")}) and "dup ok", lambda: type("X", (), {"__slots__": "1a"}), lambda: type("X", (), {"__slots__": ("a",), "a": 1}), lambda: type("X", (int,), {"__slots__": ("a",)}), lambda: type(), lambda: type(1, 2), lambda: type("X", [], {}), lambda: type("X\0", (), {}), lambda: type(5, (), {}), lambda: type("X", (type(None),), {}), lambda: type("X", (type(lambda: 0),), {}), lambda: type("X", (range,), {}), lambda: type("X", (Meta, Sub), {}).__mro__, lambda: int.__new__(str), lambda: object.__new__(int), lambda: object.__new__(), lambda: object(1), lambda: type.__call__(), lambda: type("X", (), {"__init_subclass__": 5}), lambda: type("Q", (type("P", (), {"__init_subclass__": 5}),), {}), lambda: setattr(int, "x", 1), lambda: delattr(int, "real"), lambda: setattr(A, "__name__", 5), lambda: setattr(A, "__bases__", ()), lambda: setattr(a, "__class__", int), lambda: setattr(A, "__doc__", "d"), lambda: setattr(A, "__module__", 3), lambda: A.__module__, lambda: setattr(A, "__qualname__", 3), lambda: setattr(a, "__dict__", 5), lambda: A.__dict__["x"], lambda: A.__dict__.update(x=1), lambda: A.__basicsize__ > 0, lambda: A.__subclasses__(), lambda: A.mro(), lambda: A.__abstractmethods__, lambda: type.__abstractmethods__, lambda: A.__text_signature__, lambda: setattr(type("Y", (), {}), "__abstractmethods__", {"a"})):
    try: print("ok", f())
    except Exception as e: print(type(e).__name__, e)
class SN:
    def __set_name__(self, o, n): print("set_name", o.__name__, n)
class U: a = SN(); b = SN()
class Bad:
    def __set_name__(self, o, n): 1/0
try:
    class V: q = Bad()
except Exception as e: print(type(e), e, e.__notes__)
