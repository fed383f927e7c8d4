# TypedDict, NamedTuple, NewType.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
from typing import *
class Movie(TypedDict):
    name: str
    year: int
class M2(Movie, total=False):
    rating: float
    req: Required[int]
m = Movie(name="x", year=1)
print(m, type(m), Movie.__annotations__, Movie.__total__, M2.__total__)
print(sorted(Movie.__required_keys__), sorted(M2.__required_keys__), sorted(M2.__optional_keys__))
print(M2.__annotations__, get_type_hints(M2), get_type_hints(M2, include_extras=True))
P = TypedDict("P", {"a-b": int, "in": str}); print(P.__annotations__, P(**{"a-b": 1}))
try: isinstance({}, Movie)
except TypeError as e: print(e)
try:
    class Bad(TypedDict):
        x: int = 5
        def f(self): ...
except Exception as e: print(type(e), e)
try:
    class Bad(TypedDict, int): pass
except TypeError as e: print(e)
print(Movie.__bases__, Movie.__orig_bases__, Movie.__mro__, is_typeddict(Movie), is_typeddict(dict))
class G[T](TypedDict):
    v: T
print(G[int], G.__orig_bases__, G.__type_params__, G[int](v=1))
T = TypeVar("T")
class G2(TypedDict, Generic[T]): a: list[T]
print(G2[str], G2.__parameters__, G2.__orig_bases__)
Point = NamedTuple("Point", [("x", int), ("y", int)])
class NT(NamedTuple):
    "doc"
    a: int
    b: str = "q"
    def m(self): return self.a
print(Point(1, 2), NT(1), NT(1).m(), NT._fields, NT._field_defaults, NT.__annotations__, NT.__orig_bases__, NT.__doc__, NT.__bases__)
try:
    class B2(NamedTuple):
        a: int = 1
        b: int
except TypeError as e: print(e)
try:
    class B3(NamedTuple):
        _a: int
except ValueError as e: print(e)
try:
    class B4(NamedTuple):
        a: int
        def __new__(cls): ...
except AttributeError as e: print(e)
try:
    class B5(NamedTuple, dict): pass
except TypeError as e: print(e)
class GN[T](NamedTuple): x: T
print(GN(1), GN[int](2), GN[int])
UserId = NewType("UserId", int)
print(UserId, UserId(5), UserId.__name__, UserId.__supertype__, UserId | None, type(UserId))
try:
    class X(UserId): pass
except TypeError as e: print(e)
