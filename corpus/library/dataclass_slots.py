# Dataclasses: slots, weak references to instances, made classes, containers in asdict.
import collections
import dataclasses
import pickle
import types
import weakref
from dataclasses import asdict, astuple, dataclass, field, fields, make_dataclass


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


@dataclass(slots=True, weakref_slot=True)
class Point:
    x: int
    y: int = 3


p = Point(1)
t(lambda: (p, Point.__slots__, weakref.ref(p)() is p))
t(lambda: Point.__dataclass_params__)


@dataclass(slots=True)
class Solid(Point):
    z: int = 4
    x: int = 5


t(lambda: (Solid(), Solid.__slots__, weakref.ref(Solid())()))
t(lambda: dataclass(weakref_slot=True)(type("A", (), {})))


@dataclass
class Held:
    __slots__ = ("a",)
    a: int


@dataclass
class Wider(Held):
    a: int
    b: int = 0


t(lambda: Wider(1, 2))
t(lambda: isinstance(Held.a, types.MemberDescriptorType))


class Iterating:
    __slots__ = iter(["q"])


def from_iterator():
    @dataclass(slots=True)
    class C(Iterating):
        r: int


t(from_iterator)


def mutable():
    @dataclass
    class C:
        d: collections.deque = collections.deque()


t(mutable)

Made = make_dataclass("Made", ["n", ("m", int, 2)], module="elsewhere")
t(lambda: (Made(1), Made.__module__))
Made = make_dataclass("Made", ["n", ("m", int, 2)])
t(lambda: (Made.__module__, pickle.loads(pickle.dumps(Made(4)))))


@dataclass(frozen=True, slots=True)
class Own:
    v: int

    def __getstate__(self):
        return "state"

    def __setstate__(self, state):
        object.__setattr__(self, "v", state)


t(lambda: pickle.loads(pickle.dumps(Own(1))))


@dataclass
class Names:
    MISSING: int = 1
    _type_MISSING: int = 2
    _HAS_DEFAULT_FACTORY: list = field(default_factory=list)


t(lambda: Names())


@dataclass
class Holder:
    d: dict
    self_: object = None


h = Holder(collections.defaultdict(list, {"a": [Point(1)]}))
t(lambda: asdict(h))
t(lambda: astuple(h))
h.self_ = h
t(lambda: h)
f = fields(Holder)[0]
f.default = f
t(lambda: repr(f)[:60])
t(lambda: fields(3))
t(lambda: dataclasses.is_dataclass(types.GenericAlias(list, (int,))))
