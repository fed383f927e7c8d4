# Metaclass hooks: __prepare__, __new__, __init__, __call__, keywords.
class Meta(type):
    @classmethod
    def __prepare__(mcs, name, bases, **kw):
        print("prepare", mcs.__name__, name, [b.__name__ for b in bases], kw)
        return {"from_prepare": name.lower()}

    def __new__(mcs, name, bases, ns, **kw):
        print("new", name, sorted(k for k in ns if not k.startswith("__")), kw)
        ns["added"] = len(bases)
        return super().__new__(mcs, name, bases, ns)

    def __init__(cls, name, bases, ns, **kw):
        print("init", cls.__name__, kw)
        super().__init__(name, bases, ns)

    def __call__(cls, *a, **kw):
        print("call", cls.__name__, a, kw)
        obj = super().__call__(*a, **kw)
        obj.stamped = True
        return obj

    def __repr__(cls):
        return f"<Meta {cls.__name__}>"

    def __len__(cls):
        return 99

    def __iter__(cls):
        return iter("meta")

    def __getitem__(cls, k):
        return cls.__name__ * k

    def __contains__(cls, k):
        return k == 1

    def __add__(cls, o):
        return "added"

    def __instancecheck__(cls, o):
        return o == "special"

    def __subclasscheck__(cls, o):
        return o is int

    def helper(cls):
        return "helper of " + cls.__name__


class A(metaclass=Meta, flag=1):
    x = 1

    def __init__(self, v=0):
        self.v = v


class B(A, other=2):
    pass


a = A(5)
print(vars(a), A, B, len(A), list(A), A[2], 1 in A, A + 1, isinstance("special", A), isinstance(5, A), issubclass(int, A), isinstance(a, A), A.helper(), B.added, A.from_prepare, type(B).__name__)
try:
    a.helper()
except AttributeError as e:
    print(e)
C = Meta("C", (A,), {"y": 2}, k=3)
print(C, C.y, type("T", (), {"q": 1}).q, type(type("U", (A,), {})).__name__)


class Other(type):
    pass


for code in ["class X(A, metaclass=Other): pass", "class X(metaclass=5): pass", "class X(A, metaclass=type): pass", "class X(int, flag=1): pass", "type('X')", "type('X', ())", "type('X', (), 5)", "type(1, (), {})", "type('X', [], {})", "type()", "type('X', (5,), {})", "type('a\\0b', (), {})", "type('X', (), {1: 2}).__name__", "class X(metaclass=lambda n, b, d: (n, len(b), sorted(d)))  : pass", "class X(metaclass=print): pass", "type.__new__(Meta, 'q', (), {})", "type.__new__(int, 'q', (), {})", "type.__new__(type)", "class X(metaclass=Meta, metaclass=type): pass"]:
    try:
        ns = {"A": A, "Other": Other, "Meta": Meta}
        if code.startswith("class"):
            exec(code, ns)
            print(code, "ok", type(ns["X"]).__name__)
        else:
            print(code, "=", eval(code, ns))
    except (TypeError, ValueError, SyntaxError) as e:
        print(code, "!", type(e).__name__, getattr(e, "msg", e))


class P1(type):
    @classmethod
    def __prepare__(mcs, *a):
        return []


try:
    class Y(metaclass=P1):
        pass
except TypeError as e:
    print(e)
