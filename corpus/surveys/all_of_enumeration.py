# Enumerations: members, look-up, values, errors.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
from enum import *
import enum
class Color(Enum):
    RED = 1; GREEN = 2; BLUE = 3
    CRIMSON = 1
    @property
    def pretty(self): return self.name.title()
    @classmethod
    def default(cls): return cls.RED
print(Color.RED, repr(Color.RED), Color(2), Color["BLUE"], Color.CRIMSON is Color.RED, list(Color), len(Color))
print(Color.RED.pretty, Color.default(), Color.__members__, Color.RED.name, Color.RED.value, Color.RED in Color)
print(1 in Color, 7 in Color, "RED" in Color, Color.RED == 1, hash(Color.RED) == hash("RED"))
for f in (lambda: Color(9), lambda: Color["X"], lambda: Color.X, lambda: Color.RED < Color.BLUE, lambda: setattr(Color, "RED", 5), lambda: delattr(Color, "RED"), lambda: setattr(Color.RED, "value", 2), lambda: Color(), lambda: type("X", (Color,), {})):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
print(Color, repr(Color), type(Color), Color.__doc__, str(Color.RED), f"{Color.RED}", f"{Color.RED!r:>20}", "%s" % Color.RED)
A = Enum("A", "x y z"); print(list(A), A.x.value)
B = Enum("B", {"p": 10, "q": 20}); print(list(B)); C = Enum("C", [("a", 1), ("b", 1)]); print(list(C), C.__members__)
D = IntEnum("D", ["one", "two"], start=5, module="m", qualname="q.D"); print(list(D), D.__qualname__, D.__module__)
class Auto(Enum):
    A = auto(); B = auto(); C = 10; D = auto()
print([(m.name, m.value) for m in Auto])
class S(StrEnum): A = auto(); B_C = auto(); X = "xx"
print(list(S), S.A, f"{S.B_C:>10}", S.X == "xx", S.X.upper(), repr(S.X))
class I(IntEnum): A = 1; B = 2
print(I.A + I.B, I.A < I.B, f"{I.A}", I.A, repr(I.A), str(I.A), "%d" % I.B, [10, 20, 30][I.B], I.A | I.B)
try:
    @unique
    class U(Enum): A = 1; B = 1
except ValueError as e: print(e)
try:
    class Du(Enum): A = 1; A = 2
except TypeError as e: print(e)
class Pl(Enum):
    M = (3.3, 2.4); E = (5.9, 6.3)
    def __init__(self, mass, r): self.mass = mass; self.r = r
    @property
    def g(self): return round(self.mass / self.r, 2)
print(Pl.M.g, Pl.E.value, Pl((3.3, 2.4)))
class Miss(Enum):
    A = 1
    @classmethod
    def _missing_(cls, v): return cls.A if v == "a" else None
print(Miss("a"))
try: Miss("z")
except ValueError as e: print(e)
class G(Enum):
    def _generate_next_value_(name, start, count, last): return name.lower() + str(count)
    A = auto(); B = auto()
print([m.value for m in G])
class Ig(Enum):
    _ignore_ = "t i"
    t = vars()
    for i in range(3): t[f"m{i}"] = i
print(list(Ig))
class O(Enum):
    A = member(lambda: 1)
    B = nonmember(5)
    class In: pass
print(list(O), O.B, O.A.value())
print(dir(Color)); print(sorted(dir(Color.RED)))
