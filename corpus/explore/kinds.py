# [ours] [slow] The words for kinds: types with their modules, dicts with their owners.
import abc, collections, enum, functools, sys, types, weakref
from guppy import hpy

hp = hpy()


class A:
    def m(self):
        pass


class S:
    __slots__ = ("x",)


class D(dict):
    pass


class L(list):
    pass


class M(type):
    pass


class MA(metaclass=M):
    pass


class E(enum.Enum):
    X = 1


NT = collections.namedtuple("NT", "a b")


def f():
    pass


def gen():
    yield


f.x = 1
a = A()
a.q = 1
m = types.ModuleType("mm")
for o in [
    a, A, a.__dict__, f, f.__dict__, f.__code__, m, m.__dict__, a.m, [].append, len, 5, 10**30, 1.5, True, None,
    b"ab", "str", (1,), [1], {1: 1}, {1}, frozenset({1}), D(a=1), L([1]), NT(1, 2), MA, M, E, E.X, S(), gen(),
    sys._getframe(), Exception("x"), ValueError, types.SimpleNamespace(a=1), collections.deque(),
    collections.OrderedDict(), collections.defaultdict(), functools.partial(f), property(f), staticmethod(f),
    classmethod(f), range(4), slice(2), NotImplemented, ..., weakref.ref(a), object, collections.Counter(), 1j,
    abc.ABC, iter(()), iter([]), iter({}), {}.keys(), map(f, []), zip(), enumerate([]), object(), bytearray(),
    types.MappingProxyType({}), (lambda x: (lambda: x).__closure__[0])(4), str.join, object.__init__, S.x,
]:
    print(hp.iso(o).kind, "|", repr(hp.iso(o).byid.er), "|", hp.iso(o).bytype.kind)
print(hp.iso(a, 1, "x").kind, hp.iso(vars(m), f.__dict__).kind)
print(hp.iso(a).kind == hp.Type(A), hp.iso(a).kind <= hp.Type(int), hp.iso(o, a).byunity.kind)
print(repr(hp.iso({}).kind), (hp.iso(a, 1, 2) & hp.iso(5).kind).count)
