# [slow] Enums and flags.
from enum import *
import pickle, json


class Color(Enum):
    RED = 1
    GREEN = auto()
    BLUE = "b"
    ALIAS = 1

    @property
    def pretty(self):
        return self.name.title()

    @classmethod
    def parse(cls, s):
        return cls[s.upper()]


print(
    list(Color),
    Color.ALIAS,
    Color(1),
    Color["BLUE"],
    Color.RED.pretty,
    Color.parse("green"),
    Color.__members__,
    repr(Color.RED),
    str(Color.RED),
    hash(Color.RED) == hash(Color.RED),
    Color.RED in Color,
    1 in Color,
    "zz" in Color,
)


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


t(lambda: Color(9))
t(lambda: Color["X"])
t(lambda: setattr(Color, "RED", 2))
t(lambda: delattr(Color, "RED"))
t(lambda: Color())
t(lambda: Color.RED < Color.BLUE)
t(lambda: setattr(Color.RED, "name", 2))
t(lambda: type("Sub", (Color,), {}))


class N(IntEnum):
    A = 1
    B = 2


print(
    N.A + 1,
    N.A < N.B,
    N(2),
    f"{N.A}",
    "%d" % N.A,
    json.dumps(N.B),
    repr(N.A),
    N.A == 1,
    isinstance(N.A, int),
    [1, 2, 3][N.A],
)


class P(Flag):
    R = auto()
    W = auto()
    X = auto()
    RW = R | W


print(
    P.R | P.X,
    P.RW,
    ~P.R,
    P(5),
    P.R in P.RW,
    bool(P(0)),
    P(0),
    list(P.RW),
    P.RW & P.W,
    P.R ^ P.RW,
    len(P.RW),
    P["RW"],
)
t(lambda: P(99))
t(lambda: P.R | 1)


class I(IntFlag):
    A = 1
    B = 2


print(I.A | 8, I(3), I.A | I.B == 3, ~I.A, I(7), repr(I(0)))


class S(StrEnum):
    ONE = auto()
    TWO = "two!"


print(S.ONE, S.TWO.upper(), f"{S.ONE:>5}", S("one"), repr(S.TWO))


class Planet(Enum):
    EARTH = (1, 2)

    def __init__(self, m, r):
        self.m = m
        self.r = r

    @property
    def g(self):
        return self.m / self.r


print(Planet.EARTH.g, Planet.EARTH.value)


class O(Enum):

    def _generate_next_value_(name, start, count, last):
        return name.lower()

    A = auto()
    B = auto()


print([m.value for m in O])


class M(Enum):
    X = 1

    @classmethod
    def _missing_(cls, v):
        return cls.X if v == "x" else None


t(lambda: M("x"))
t(lambda: M("y"))


def bad():

    @unique
    class U(Enum):
        A = 1
        B = 1


t(bad)
F = Enum("F", "A B C")
print(list(F), F.A.__class__, Enum("G", {"x": 1}), F.B.value, Enum("H", [("p", 9)], type=int).p + 1)
print(
    pickle.loads(pickle.dumps(Color.RED)) is Color.RED,
    nonmember,
    member,
    [x for x in dir(Color.RED) if not x.startswith("_")],
    verify,
    CONTINUOUS,
    EnumCheck.UNIQUE,
)


class W(Enum):
    a = 1

    def _f(self):
        return 1

    _ignore_ = "tmp"
    b = property(lambda self: 2)


print(list(W), W.a.b)


def raising():

    class R(Enum):
        A = 1

        def __init__(self, v):
            raise ValueError("in init")


t(raising)
