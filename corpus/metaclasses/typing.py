# Types as objects: identity, attributes, unions, generic aliases, type() calls.
print(type(1), type(int), type(type), type(None), type([]), type(len), type(print.__call__).__name__, type(type(1)) is type)
print(int.__name__, int.__qualname__, int.__module__, int.__bases__, int.__mro__, bool.__mro__, object.__bases__, object.__mro__, type.__mro__)
print(int.__doc__[:20], object.__doc__[:24], isinstance(int, type), int == int, int != str, hash(int) == hash(int), {int: "i"}[int], int in (str, int), repr(int), str(bool))
T = type("T", (int,), {"__doc__": "made", "double": lambda self: self * 2, "__slots__": ()})
print(T, T(5).double(), T.__doc__, T.__module__, T.__name__, T(3) + 1, T.__mro__[1])
for a, b in [(int | str, "int | str"), (int | None, "int | None"), (int | int, "same"), (int | str | list, "three"), (None | int, "none first"), (list[int], "list"), (dict[str, int], "dict"), (tuple[int, ...], "tuple"), (list[int] | None, "mix")]:
    print(a, b)
print(isinstance(5, int | str), isinstance("", int | None), isinstance(None, int | None), (int | str) == (str | int), hash(int | str) == hash(str | int), (int | str).__args__, type(int | str).__name__)
print(list[int]("ab"), list[int] == list[int], list[int].__origin__, list[int].__args__, type(list[int]).__name__, list[int].append.__name__, dict[str, list[int]], tuple[()], type[int], frozenset[str])
for fn in [lambda: int | 5, lambda: 5 | int, lambda: int[str], lambda: isinstance([], list[int]), lambda: issubclass(list, list[int]), lambda: isinstance(1, int | list[int]), lambda: (int | str)(), lambda: "a" | int, lambda: int + int, lambda: int < str, lambda: len(int), lambda: int.nosuch, lambda: setattr(int, "a", 1), lambda: type(5, 6), lambda: type(x=1), lambda: object(5), lambda: type("A", (object, object), {}), lambda: int.__call__("5"), lambda: iter(int), lambda: int()(), lambda: type.mro(int), lambda: type.__subclasses__(bool), lambda: type(int).x, lambda: int.mro(), lambda: int.__bases__.x, lambda: int.__dict__["nosuch"], lambda: type.__getattribute__(int, "real"), lambda: object.__getattribute__(int, "real")]:
    try:
        r = fn()
        print(r if not hasattr(r, "__get__") else type(r).__name__)
    except Exception as e:
        print(type(e).__name__, e)
x = 5
print(x.__class__, x.__class__.__class__, type(x)(7), type(x) is int, type("")(9), type([])("ab"), type({})(a=1))
class Plain:
    pass
p = Plain()
p.__class__ = type("Swapped", (Plain,), {"hi": lambda self: "swapped"})
print(p.hi(), type(p).__name__, isinstance(p, Plain))
class Fake:
    __class__ = int
f = Fake()
print(isinstance(f, int), type(f) is int, isinstance(f, Fake), f.__class__)
class Reg(type):
    known = {}
    def __new__(m, n, b, d):
        m.known[n] = c = super().__new__(m, n, b, d)
        return c
for n in "XYZ":
    Reg(n, (), {})
print(sorted(Reg.known), [c.__name__ for c in Reg.known.values()], int.__subclasscheck__(bool), type.__instancecheck__(int, True), isinstance(Reg.known["X"], Reg))
