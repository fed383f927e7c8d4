# __init_subclass__, __set_name__ order, class keywords, __mro_entries__.
class Base:
    registry = []

    def __init_subclass__(cls, /, tag=None, **kw):
        super().__init_subclass__(**kw)
        cls.tag = tag
        Base.registry.append((cls.__name__, tag))


class A(Base, tag="a"):
    pass


class B(A):
    pass


class C(B, tag="c"):
    def __init_subclass__(cls, **kw):
        print("C hook", cls.__name__, kw)
        super().__init_subclass__(**kw)


class D(C, tag="d"):
    pass


print(Base.registry, A.tag, B.tag, D.tag)
for code in ["class X(Base, unknown=1): pass", "class X(unknown=1): pass", "class X(A, tag=1, tag=2): pass", "class X(Base, **{'tag': 'kw'}): pass", "class X(Base, 'positional'): pass"]:
    try:
        exec(code)
        print(code, "ok", X.tag)
    except (TypeError, SyntaxError) as e:
        print(code, "!", type(e).__name__, getattr(e, "msg", e))


class Named:
    def __set_name__(self, owner, name):
        order.append((owner.__name__, name))


order = []


class E:
    z, a = Named(), Named()
    m = Named()
    del m


print(order)
E.late = Named()
print(order)


class Entries:
    def __mro_entries__(self, bases):
        print("mro_entries", len(bases))
        return (A,)


class F(Entries()):
    pass


print(F.__mro__[1].__name__, len(F.__orig_bases__), F.__bases__ == (A,))


class Ordered(type):
    @classmethod
    def __prepare__(mcs, name, bases):
        return Recorder()

    def __new__(mcs, name, bases, ns):
        cls = super().__new__(mcs, name, bases, dict(ns))
        cls.sets = ns.sets
        return cls


class Recorder(dict):
    def __init__(self):
        self.sets = []

    def __setitem__(self, k, v):
        self.sets.append(k)
        super().__setitem__(k, v)

    def __missing__(self, k):
        if k.startswith("auto_"):
            return k[5:]
        raise KeyError(k)


class G(metaclass=Ordered):
    b = 1
    a = auto_name
    b = 2

    def f(self):
        pass
    l = [len("x") for _ in range(2)]


print(G.sets, G.a, G.b, G.l)
try:
    class H(metaclass=Ordered):
        x = undefined_thing
except NameError as e:
    print(e)


class Single(type):
    _instances = {}

    def __call__(cls, *a):
        if cls not in cls._instances:
            cls._instances[cls] = super().__call__(*a)
        return cls._instances[cls]


class Config(metaclass=Single):
    def __init__(self, v):
        self.v = v


print(Config(1) is Config(2), Config(3).v)


class MroMeta(type):
    def mro(cls):
        base = super().mro()
        return [base[0]] + [Extra] + base[1:] if cls.__name__ == "Z" else base


class Extra:
    def extra(self):
        return "extra"


class Z(metaclass=MroMeta):
    pass


print(Z().extra(), [c.__name__ for c in Z.__mro__])
class BadMro(type):
    def mro(cls):
        return [5] if cls.__name__ == "Q" else None
for name in ("Q", "R"):
    try:
        BadMro(name, (), {})
    except TypeError as e:
        print(e)
