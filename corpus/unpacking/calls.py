# Star arguments in calls and displays: order of evaluation and merging.
log = []


def f(*args, **kw):
    return args, kw


def v(x):
    log.append(x)
    return x


print(f(*[1, 2], 3, *"ab", k=1, **{"z": 2}, y=3, **{}), f(*(), **{}), f(*range(3)), f(*{"d": 1}), f(**{"a b": 1}), f(*(x for x in "gen")))
print(f(v(1), *v([2]), v(3), k=v(4), *v((5,)), **v({"q": 6}), w=v(7)), log)
print([*[1], 2, *(3, 4), *"5"], (*[], 1), {*[1, 1], *(1,)}, {**{"a": 1}, "b": 2, **{"a": 3}}, [*{}], [*range(3), *range(2)])


class M:
    def keys(self):
        log.append("keys")
        return ["x", "y"]

    def __getitem__(self, k):
        log.append("get " + k)
        return k * 2


class BadKeys:
    def keys(self):
        return 5


class NoGet:
    def keys(self):
        return ["a"]


class Raises:
    def keys(self):
        return ["a"]

    def __getitem__(self, k):
        raise AttributeError("inside getitem")


class IterRaises:
    def __iter__(self):
        raise TypeError("from __iter__")


log.clear()
print(f(**M()), {**M(), "x": 0}, dict(M(), z=1), log)
for fn in [lambda: f(*5), lambda: f(**5), lambda: f(**{1: 2}), lambda: f(**{"a": 1}, **{"a": 2}), lambda: f(a=1, **{"a": 2}), lambda: f(**BadKeys()), lambda: f(**NoGet()), lambda: f(**Raises()), lambda: f(*IterRaises()), lambda: [*5], lambda: (*None,), lambda: {*5}, lambda: {**5}, lambda: {**[1]}, lambda: {**BadKeys()}, lambda: {**NoGet()}, lambda: {*[[]]}, lambda: dict(**{1: 2}), lambda: print(*5), lambda: f(*f), lambda: f(**f), lambda: f(*[1], **[2]), lambda: len(*[1, 2]), lambda: len(**{"a": 1}), lambda: int(*["5"], **{"base": 8}), lambda: "{} {}".format(*[1, 2]), lambda: max(*[3, 1]), lambda: max(*[3]), lambda: dict(*[{"a": 1}], **{"b": 2}), lambda: [].append(*[1]), lambda: sorted(*[[2, 1]], **{"reverse": True}), lambda: f(1, *None), lambda: f(*[1 / 0]), lambda: f(x=1, **None)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)


def g(a, b=2, *c, d=4, **e):
    return a, b, c, d, e


print(g(*[1]), g(*[1, 2, 3]), g(**{"a": 1, "d": 5, "z": 6}), g(*"ab", **{"q": 1}), g(*[1], b=3), g(a=1, *[]))
try:
    g(a=1, *[5])
except TypeError as e:
    print(e)
kw = {"a": 1}
args = [1, 2]
def mutate(*a, **k):
    k["new"] = 1
    a += (9,)
    return a, k
print(mutate(*args, **kw), args, kw)
def keep(**k):
    return k
print(keep(**kw) is kw, keep(**kw) == kw)
class C:
    def __init__(self, *a, **k):
        self.a, self.k = a, k
    def __call__(self, *a, **k):
        return a, k
    def m(self, *a, **k):
        return a, k
c = C(*"xy", **{"z": 1})
print(c.a, c.k, c(*[1], **{"q": 2}), c.m(*[1, 2], r=3), C.m(*[c, 5]), [fn(*[1]) for fn in (lambda *a: a, lambda a, b=0: (a, b))])
print(*[1, 2, 3], sep="-"); print(*"abc", *[1], sep=""); print(*[])
