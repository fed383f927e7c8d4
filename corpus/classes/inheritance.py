# Multiple inheritance, C3 order, MRO errors, super() chains.
class A:
    def who(self):
        return ["A"]


class B(A):
    def who(self):
        return ["B"] + super().who()


class C(A):
    def who(self):
        return ["C"] + super().who()


class D(B, C):
    def who(self):
        return ["D"] + super().who()


class E(D, A):
    def who(self):
        return ["E"] + super(D, self).who()


names = lambda cls: [c.__name__ for c in cls.__mro__]
print(D().who(), E().who(), names(D), names(E), D.__bases__, D.__base__.__name__, [c.__name__ for c in A.__subclasses__()], D.mro() == list(D.__mro__))
O = type("O", (), {})
X, Y = type("X", (O,), {}), type("Y", (O,), {})
F, G = type("F", (X, Y), {}), type("G", (Y, X), {})
for code in ["class Z(F, G): pass", "class Z(O, X): pass", "class Z(X, X): pass", "class Z(int, str): pass", "class Z(5): pass", "class Z(bool): pass", "class Z(type(None)): pass", "class Z(range): pass", "class Z(object, A): pass", "class Z(A, x=1): pass", "class Z(*[A], **{}): pass", "class Z(type(lambda: 0)): pass", "class Z(slice): pass", "class Z(int, A): pass", "class Z(type(...)): pass", "class Z(list, dict): pass", "class Z('a'): pass", "class Z(A, B): pass", "class Z(B, A): pass", "class Z(len): pass", "class Z(1, 2, 3, 4): pass"]:
    try:
        exec(code)
        print(code, "ok", names(Z))
    except TypeError as e:
        print(code, "!", e)
print(isinstance(D(), A), issubclass(D, (int, C)), isinstance(D(), (int, (str, (B,)))), issubclass(bool, int), isinstance(True, int), isinstance(D, type), issubclass(type, object), isinstance(type, type), isinstance(object, type), isinstance(type, object))
for fn in [lambda: isinstance(1, 5), lambda: issubclass(1, int), lambda: issubclass(int, 5), lambda: isinstance(1, (int, 5)), lambda: isinstance("", (int, 5)), lambda: isinstance(1, [int]), lambda: super().x, lambda: super(A, 5), lambda: super(5, A), lambda: super(B, A()), lambda: super(A, A()).nosuch, lambda: A().nosuch(), lambda: A.who(), lambda: setattr(D, "__bases__", ()), lambda: setattr(D, "__bases__", 5), lambda: setattr(A, "__bases__", (D,)), lambda: super(A, A).who, lambda: super(D, D).who(D()), lambda: super(B).who, lambda: isinstance(1, int | str), lambda: issubclass(bool, int | None)]:
    try:
        print(fn() if not callable(fn()) else "callable")
    except Exception as e:
        print(type(e).__name__, e)
class P:
    def f(self):
        return "P.f"
class Q:
    def f(self):
        return "Q.f"
class R(P):
    pass
r = R()
print(r.f())
R.__bases__ = (Q,)
print(r.f(), names(R), P.__subclasses__(), len(Q.__subclasses__()))
r.__class__ = P
print(r.f(), type(r).__name__)
for bad in (int, 5, object, type):
    try:
        r.__class__ = bad
    except TypeError as e:
        print(e)
class S0:
    def f(self):
        def inner():
            return __class__.__name__
        return inner(), [super().__repr__ is not None for _ in ()] , __class__ is S0
print(S0().f())
