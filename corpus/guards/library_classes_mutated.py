# [slow] classes made by the library, mutated
import dataclasses, enum, collections, typing
@dataclasses.dataclass
class D:
    x: int
    y: int = 5
    def total(self): return self.x + self.y
@dataclasses.dataclass(frozen=True)
class Fz:
    x: int
class Color(enum.Enum):
    RED = 1
    BLUE = 2
class Fl(enum.IntFlag):
    A = 1
    B = 2
N = collections.namedtuple("N", "p q")
class TN(typing.NamedTuple):
    u: int
    w: int = 3
d, z, n, tn = D(1), Fz(2), N(1, 2), TN(1)
def hot(): return D(3).total(), d.x, d == D(1), z.x, Color.RED.value, Color.RED is Color(1), Color.BLUE.name, Fl.A | Fl.B, n.p, n.q, N(3, 4)[0], tn.w, tn._replace(u=9).u, isinstance(n, tuple), Color["RED"].name
last = None
for i in range(300):
    if i == 30: D.total = lambda self: "total"
    if i == 40: D.y = 7
    if i == 50: D.__init__.__defaults__ = (8,)
    if i == 60: D.__eq__ = lambda s, o: "eq"
    if i == 70: d.x = 100
    if i == 80: object.__setattr__(z, "x", 200)
    if i == 90: Color.RED._value_ = "changed"
    if i == 100: Color.extra = 5
    if i == 110: N.p = property(lambda s: "prop p")
    if i == 120: N.q = N.__dict__["q"]
    if i == 130: N.p, N.q = N.q, N.p
    if i == 140: N.__new__ = lambda cls, *a: tuple.__new__(cls, a[::-1])
    if i == 150: TN.w = 5
    if i == 160: n = (7, 8)
    if i == 170: n = N(5, 6)
    if i == 180: Color._value2member_map_[1] = Color.BLUE
    if i == 190: Color.__call__ = None
    if i == 200: type.__setattr__(Color, "BLUE", D(9))
    if i == 210: D.name = "given"
    if i == 220: D.__get__ = lambda s, o, t=None: Color.RED
    try: r = hot()
    except Exception as e: r = type(e).__name__ + " " + str(e)
    s = str(r)
    if s != last: print(i, s)
    last = s
