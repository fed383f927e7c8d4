# Flags: boundaries, operators, checks.  [slow]
from enum import *
class P(Flag):
    R = 4; W = 2; X = 1
    RW = R | W
print(P.R | P.X, repr(P.R | P.X), P.RW, list(P), list(P.RW), P(7), P(0), repr(P(0)), bool(P(0)), ~P.R, P.R ^ P.RW, P.R & P.RW, P.R in P.RW, P.RW in P.R)
print(len(P.RW), P.R.value, (P.R | P.X).name, P(6).name, P["RW"], P.__members__.keys(), (~P(0)).value, P.R - 1 if False else "")
try: P(8)
except ValueError as e: print(e)
try: 1 in P.R
except TypeError as e: print(e)
try: P.R | 1
except TypeError as e: print(e)
class IF(IntFlag): A = 1; B = 2; C = 4
print(IF.A | IF.B, repr(IF.A | IF.B), IF.A | 8, repr(IF(9)), IF(15), ~IF.A, repr(~IF.A), IF.A + 1, IF.A == 1, f"{IF.A|IF.B}", f"{IF.A:03d}", IF(0), repr(IF(0)), 1 | IF.B, -1 in IF if False else "")
class K(Flag, boundary=KEEP): A = 1
class Ej(Flag, boundary=EJECT): A = 1
class Co(Flag, boundary=CONFORM): A = 1
class St(Flag, boundary=STRICT): A = 1
print(repr(K(9)), repr(Ej(8)), type(Ej(8)), repr(Co(9)))
try: St(9)
except ValueError as e: print(e)
class F(Flag): A = auto(); B = auto(); C = auto(); AB = A | B
print([(m.name, m.value) for m in F], F.AB, repr(F.AB | F.C), [m for m in F(7)], F._flag_mask_, F._singles_mask_, F._all_bits_)
try:
    @verify(CONTINUOUS)
    class V(IntEnum): A = 1; C = 3
except ValueError as e: print(e)
try:
    @verify(NAMED_FLAGS)
    class V(Flag): A = 1; B = 6
except ValueError as e: print(e)
try:
    @verify(UNIQUE)
    class V(Enum): A = 1; B = 1
except ValueError as e: print(e)
@global_enum
class GE(Enum): QQ = 1
print(QQ, repr(QQ), str(QQ))
@global_enum
class GF(IntFlag): Q1 = 1; Q2 = 2
print(repr(Q1 | Q2), str(Q1 | Q2), repr(GF(8)), repr(GF(0)))
import pickle, copy
print(pickle.loads(pickle.dumps(P.R | P.X)), copy.deepcopy(P.RW) is P.RW, show_flag_values(7), enum.property if 0 else "", bin(5, 8) if False else "")
class N(Flag): Z = 0; O = 1
print(list(N), repr(N.Z), N(0) is N.Z, N.O | N.Z)
class Str(str, Enum): A = "a"
print(Str.A, f"{Str.A}", repr(Str.A), Str.A == "a", format(Str.A, ">5"))
class Mixed(float, Enum): P = 3.14
print(Mixed.P, Mixed.P + 1, f"{Mixed.P:.1f}", repr(Mixed.P))
class RE(int, ReprEnum): A = 5
print(RE.A, f"{RE.A}", repr(RE.A))
class Dt(Enum):
    def __new__(cls, a, b):
        o = object.__new__(cls); o._value_ = a; o.b = b; return o
    X = 1, "one"; Y = 2, "two"
print(Dt.X.b, Dt(2), repr(Dt.Y))
print(EnumType, EnumMeta is EnumType, Flag.__doc__[:20], FlagBoundary.KEEP, list(FlagBoundary), list(EnumCheck))
