# [ours] The relations of references to an object, with Guppy's class names.
import collections, functools, types
from guppy import hpy
from guppy.heapy import Path

hp = hpy()


class A:
    def m(self):
        return self


class S:
    __slots__ = ("s",)


def show(name, make):
    found = []
    keep, held = make()
    for path in held.pathsin:
        relation = path.path[1]
        source = type(path.src.theone).__name__
        found.append((type(relation).__name__, relation.r, source, str(path)))
    print(name)
    for line in sorted(found, key=str):
        print("   ", *line)


def maker(f):
    def make():
        a = A()
        return f(a), hp.iso(a)

    return make


def attribute(a):
    o = A()
    o.attr = a
    return o


def slot(a):
    o = S()
    o.s = a
    return o


def cell(a):
    return lambda: a


def class_attribute(a):
    class X:
        c = a

    return X


def default(a):
    def f(x=a, *, k=a):
        return x

    return f


def function_attribute(a):
    def f():
        pass

    f.fa = a
    return f


def module(a):
    m = types.ModuleType("mm")
    m.aa = a
    return m


def generator(a):
    def g(local):
        yield local

    it = g(a)
    next(it)
    return it


for name, f in [
    ("list", lambda a: [0, a]),
    ("tuple", lambda a: (0, a)),
    ("twice", lambda a: (a, a)),
    ("dict", lambda a: {1: a, "x": a, (1, 2): a}),
    ("key", lambda a: {0: 0, a: 1}),
    ("set", lambda a: {a}),
    ("frozenset", lambda a: frozenset([a])),
    ("attribute", attribute),
    ("slot", slot),
    ("method", lambda a: a.m),
    ("builtin method", lambda a: a.__sizeof__),
    ("wrapper", lambda a: a.__str__),
    ("cell", cell),
    ("default", default),
    ("function attribute", function_attribute),
    ("class attribute", class_attribute),
    ("module", module),
    ("property", lambda a: property(a, a)),
    ("slice", lambda a: slice(a)),
    ("OrderedDict", lambda a: collections.OrderedDict(k=a)),
    ("defaultdict", lambda a: collections.defaultdict(int, k=a)),
    ("exception", lambda a: ValueError(a)),
    ("partial", lambda a: functools.partial(print, a)),
    ("super", lambda a: super(A, a)),
    ("mappingproxy", lambda a: types.MappingProxyType({"k": a})),
]:
    # The parameter is a variable of a frame that has ended.
    show(name, maker(lambda a, f=f: f(a)))
