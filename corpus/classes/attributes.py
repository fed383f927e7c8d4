# Attribute lookup, binding, class against instance, __dict__.
class C:
    shared = []
    count = 0

    def __init__(self, name):
        self.name = name
        C.count += 1
        self.count += 10

    def method(self):
        return self.name


a, b = C("a"), C("b")
a.shared.append(1)
b.shared = ["own"]
print(a.shared, b.shared, C.shared, a.count, b.count, C.count, vars(a), b.__dict__ == vars(b))
del b.shared
print(b.shared)
a.method = lambda: "instance"
print(a.method(), b.method(), C.method(a))
del a.method
C.method = lambda self: "patched " + self.name
print(a.method(), b.method())
C.late = property(lambda self: self.name * 2)
print(a.late)
for fn in [lambda: a.nosuch, lambda: C.nosuch, lambda: setattr(a, "late", 1), lambda: delattr(a, "late"), lambda: delattr(a, "gone"), lambda: delattr(C, "gone"), lambda: a.name.nosuch, lambda: C(), lambda: C("x", "y"), lambda: C(nam="x"), lambda: getattr(a, 5), lambda: setattr(a, 5, 1), lambda: hasattr(a, 5), lambda: getattr(a), lambda: getattr(a, "x", 1, 2), lambda: vars(5), lambda: vars(int)["x"], lambda: a(), lambda: a[0], lambda: len(a), lambda: iter(a), lambda: a + 1, lambda: 1 in a, lambda: -a, lambda: a < a, lambda: int(a), lambda: a["x"], lambda: next(a), lambda: setattr(object(), "x", 1), lambda: setattr(int, "x", 1), lambda: setattr(a, "__dict__", 5), lambda: delattr(int, "x"), lambda: bool(a), lambda: a == a, lambda: a != b, lambda: format(a, "x"), lambda: hash(a) == hash(a), lambda: C.__name__, lambda: setattr(C, "__name__", 5), lambda: setattr(C, "__doc__", "new doc"), lambda: C.__doc__, lambda: setattr(C, "__module__", "m"), lambda: C.__module__, lambda: delattr(C, "__name__"), lambda: C.__dict__["x"], lambda: hasattr(C.__dict__, "update"), lambda: type(C.__dict__).__name__, lambda: with_(a)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
a.__dict__["injected"] = 5
a.__dict__ = {"name": "fresh", **a.__dict__}
print(a.injected, a.name, getattr(a, "zzz", "default"), hasattr(a, "zzz"), sorted(vars(a)))
setattr(a, "not an identifier", 1)
print(getattr(a, "not an identifier"), [n for n in dir(a) if "__" not in n])
C.__name__ = C.__qualname__ = "Renamed"
print(C.__name__, type(b).__name__, C)
x = C.__new__(C)
print(vars(x), isinstance(x, C))


class Empty:
    """A doc string."""


print(Empty.__doc__, Empty().__doc__, Empty.__module__, Empty.__qualname__, C.__init__.__qualname__, Empty.__dict__.get("__weakref__") is not None, Empty.__init__ is object.__init__)
class Chain:
    def __getattr__(self, n):
        return n
c = Chain()
print(c.anything, c.__dict__, hasattr(c, "x"))
try:
    c.__foo__
    len(c)
except TypeError as e:
    print(e)
