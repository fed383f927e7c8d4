"""Slots, layouts and the bases that go together."""


def show(make):
    try:
        made = make()
    except Exception as e:
        print(type(e).__name__, e)
    else:
        print("fine", made)


class A:
    __slots__ = ("x", "y")


class B:
    __slots__ = ("x", "y")


class C(A):
    pass


class D(A):
    __slots__ = ("z",)


class E:
    pass


show(lambda: type("X", (A, B), {}))
show(lambda: type("X", (int, str), {}))
show(lambda: type("X", (A, int), {}).__mro__[1:])
show(lambda: type("X", (E, E), {}))
show(lambda: type("X", (object, E), {}))
show(lambda: type("X", (bool,), {}))
show(lambda: type("X", (type(None),), {}))
show(lambda: type("X", (), {"__slots__": "a b"}))
show(lambda: type("X", (), {"__slots__": ("a", 1)}))
show(lambda: type("X", (), {"__slots__": ("a",), "a": 1}))
show(lambda: type("X", (), {"__slots__": ("__dict__", "__dict__")}))
show(lambda: type("X", (int,), {"__slots__": ("a",)}))
show(lambda: type("X", (tuple,), {"__slots__": ("a",)}))
show(lambda: type("X", (E,), {"__slots__": ("__weakref__",)}))
a = A()
show(lambda: setattr(a, "__class__", B) or type(a).__name__)
show(lambda: setattr(a, "__class__", C))
show(lambda: setattr(a, "__class__", D))
show(lambda: setattr(a, "z", 1))
show(lambda: a.x)
show(lambda: a.__dict__)
c = C()
c.x, c.other = 1, 2
print(c.x, c.__dict__, C.__dict__.get("__slots__"), D.__slots__, D().__reduce_ex__(2)[2])
print(A.x, type(A.x).__name__, A.x.__get__(c), A.x.__objclass__.__name__)
del c.x
show(lambda: c.x)
show(lambda: A.x.__get__(E()))



class F(C):
    pass


class G(C):
    pass


F.__bases__ = (G,)
print([k.__name__ for k in F.__mro__])
show(lambda: setattr(E, "__bases__", (int,)))
show(lambda: setattr(C, "__bases__", (E,)))
show(lambda: setattr(E, "__bases__", ()))


class H(E):
    __slots__ = {"doc": "what it is"}


print(H.doc.__doc__, H.__slots__)
print(type("Y", (), {"__slots__": ["_Y__a", "__b"]}).__dict__.keys() >= {"_Y__a", "_Y__b"})
