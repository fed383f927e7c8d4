# Dataclasses: options, fields, errors.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
from dataclasses import *
import dataclasses, copy, pickle
@dataclass(order=True, frozen=True)
class P: x: int; y: int = field(default=0, compare=False)
print(P(1) < P(2), P(1, 5) == P(1, 6), hash(P(1, 5)) == hash(P(1, 6)))
try: P(1).x = 5
except FrozenInstanceError as e: print(type(e), e)
try: del P(1).x
except FrozenInstanceError as e: print(e)
@dataclass(slots=True, kw_only=True)
class S: a: int; b: str = "x"
print(S(a=1), S.__slots__, S.__match_args__)
try: S(1)
except TypeError as e: print(e)
try: S(a=1).zz = 1
except AttributeError as e: print(e)
@dataclass
class K:
    a: int
    _: KW_ONLY
    b: int = 1
    c: int
print(K(1, c=3), K.__match_args__)
print(fields(K)[0]); print(fields(K)[2].kw_only)
for src in ("class A:\n a: int = 1\n b: int", "class A:\n a: list = []", "class A:\n a: int = field(default=1, default_factory=int)", "class A:\n a: dict = {}", "class A:\n _: KW_ONLY\n __: KW_ONLY"):
    try: exec("@dataclass\n" + src)
    except Exception as e: print(type(e).__name__, e)
for kw in (dict(order=True, eq=False), dict(weakref_slot=True)):
    try: dataclass(**kw)(type("T", (), {"__annotations__": {"a": int}}))
    except Exception as e: print(type(e).__name__, e)
try:
    @dataclass(frozen=True)
    class F1: a: int
    @dataclass
    class F2(F1): b: int
except TypeError as e: print(e)
try:
    @dataclass(order=True)
    class O:
        a: int
        def __lt__(self, o): ...
except TypeError as e: print(e)
try:
    @dataclass(unsafe_hash=True)
    class O:
        a: int
        def __hash__(self): ...
except TypeError as e: print(e)
print(replace(P(1, 2), x=9))
try: replace(5)
except TypeError as e: print(e)
@dataclass
class I: a: InitVar[int]; b: int = field(init=False, default=3); c: int = 4
try: replace(I(1), b=3)
except ValueError as e: print(e)
try: replace(I(1), c=3)
except (ValueError, TypeError) as e: print(e)
print(asdict(K(1, c=[P(1), {"q": P(2)}])), astuple(K(1, c=(P(1),))))
print(make_dataclass("M", ["x", ("y", int), ("z", int, field(default=5))], namespace={"f": lambda s: s.x}, frozen=True)(1, 2).f())
try: make_dataclass("M", ["x", "x"])
except TypeError as e: print(e)
try: make_dataclass("M", ["for"])
except TypeError as e: print(e)
print(is_dataclass(P), is_dataclass(P(1)), is_dataclass(5), MISSING)
try: asdict(P)
except TypeError as e: print(e)
try: fields(5)
except TypeError as e: print(e)
print(P.__doc__, K.__doc__, I.__doc__)
print(P.__dataclass_params__)
print(pickle.loads(pickle.dumps(P(1))), copy.copy(S(a=1)))
@dataclass(repr=False, eq=False, init=False, match_args=False)
class N: a: int = 1
print(N().a, "__match_args__" in N.__dict__, N.__eq__ is object.__eq__)
@dataclass
class Rec: r: object = None
r = Rec(); r.r = r; print(r)
