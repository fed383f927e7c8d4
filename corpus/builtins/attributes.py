# getattr, setattr, hasattr, delattr, vars, dir, type, isinstance hooks.
class A:
    x = 1

    def __init__(self):
        self.y = 2

    def m(self):
        return "m"


a = A()
print(getattr(a, "x"), getattr(a, "zz", None), getattr(a, "m")(), hasattr(a, "y"), hasattr(a, "q"), getattr(A, "x"), getattr(5, "real"), getattr("s", "upper")(), getattr(a, "y" * 1))
setattr(a, "z", 3)
setattr(A, "w", 4)
delattr(a, "y")
print(vars(a), a.w, hasattr(a, "y"), sorted(n for n in dir(a) if not n.startswith("_")), [n for n in vars(A) if not n.startswith("_")], vars() is locals(), type(vars(A)).__name__, vars(a) is a.__dict__)


class Dir:
    def __dir__(self):
        return ["b", "a", "c"]


class DirBad:
    def __dir__(self):
        return [1, "a"]


class GetRaises:
    def __getattr__(self, n):
        raise ValueError("getattr " + n)


print(dir(Dir()), "append" in dir([]), "__len__" in dir(list), "x" in dir(), isinstance(dir(), list), dir(type("E", (), {"q": 1})())[-1], dir(object()) == dir(object))
for fn in [lambda: getattr(a, "nope"), lambda: getattr(a, 5), lambda: getattr(a, "x", 1, 2), lambda: hasattr(a, 5), lambda: hasattr(a), lambda: setattr(a, 5, 1), lambda: setattr(a, "x"), lambda: delattr(a, "nope"), lambda: delattr(a, 5), lambda: delattr(a, "x"), lambda: vars(5), lambda: vars([]), lambda: vars(1, 2), lambda: dir(1, 2), lambda: dir(DirBad()), lambda: getattr(GetRaises(), "q", "default"), lambda: hasattr(GetRaises(), "q"), lambda: setattr(5, "x", 1), lambda: setattr(None, "x", 1), lambda: setattr(len, "x", 1), lambda: setattr("", "upper", 1), lambda: setattr([], "new", 1), lambda: delattr([], "append"), lambda: setattr(object(), "x", 1), lambda: getattr(None, "x"), lambda: getattr(int, "x"), lambda: getattr(A, "nope"), lambda: getattr(a, "\ud800"), lambda: getattr(a, ""), lambda: setattr(a, "", 5), lambda: getattr(a, ""), lambda: type(a).__name__, lambda: type(a, 5), lambda: a.__class__ is A, lambda: a.m.__self__ is a, lambda: a.__init__.__func__ is A.__init__, lambda: a.__eq__(a), lambda: a.__eq__(5), lambda: a.__str__()[:12], lambda: a.__sizeof__() > 0, lambda: a.__ne__(5), lambda: a.__lt__(5), lambda: a.__format__("")[:12], lambda: a.__hash__() == hash(a), lambda: a.__dir__()[:2], lambda: A.__subclasshook__(), lambda: A.__dict__["x"], lambda: object.__setattr__(a, "k", 1), lambda: object.__getattribute__(a, "k"), lambda: object.__delattr__(a, "k"), lambda: object.__getattribute__(a, "k"), lambda: type.__setattr__(A, "k", 1), lambda: A.k, lambda: object.__setattr__(A, "k", 2), lambda: type.__setattr__(int, "k", 2)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, ascii(str(e)))


class Hook(type):
    def __instancecheck__(cls, o):
        return [o] if o else []

    def __subclasscheck__(cls, s):
        raise TypeError("no subclasses here")


class H(metaclass=Hook):
    pass


print(isinstance(5, H), isinstance(0, H), isinstance(H(), H), isinstance(5, (str, H)))
try:
    issubclass(int, H)
except TypeError as e:
    print(e)
class Duck:
    __bases__ = ()
class BadBases:
    __bases__ = 5
print("", end="")
for fn in (lambda: isinstance(1, Duck()), lambda: issubclass(int, Duck()), lambda: isinstance(1, BadBases()), lambda: issubclass(Duck(), int)):
    try:
        print(fn())
    except TypeError as e:
        print(e)
