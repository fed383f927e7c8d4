# [slow] Type hints.
import typing
from typing import *

print(Optional[int], Union[int, str, None], Union[int], Union[int, Union[str, int]])
print(Dict[str, List[int]], Callable[[int, str], bool], Callable[..., int], Tuple[int, ...], Tuple[()], Type[int])
print(Literal[1, "a", 1], Annotated[int, "meta", 3], ClassVar[int], Final[str], Any, NoReturn, Never, Self)
T = TypeVar("T")
K = TypeVar("K", bound=int, covariant=True)
P = ParamSpec("P")
Ts = TypeVarTuple("Ts")
print(T, K, P, Ts, K.__bound__, List[T][int], Dict[T, K].__parameters__, Callable[P, T][[int, str], bool])
print(Tuple[Unpack[Ts]], Tuple[int, Unpack[Ts]][str, bytes], Concatenate[int, P])


class Box(Generic[T]):
    def __init__(self, item: T) -> None:
        self.item = item


class Pair(Box[T], Generic[T, K]):
    pass


print(Box[int], Pair[int, bool], Box[T][str], Box[int](3).item, Box[int](3).__orig_class__)
print(Pair.__parameters__, Pair.__orig_bases__, Box.__mro__)
print(get_origin(Dict[str, int]), get_args(Dict[str, int]), get_args(Callable[[int], str]), get_origin(Optional[int]))
for f in [lambda: Box[int, str], lambda: Union[()], lambda: List[int, str], lambda: Optional[1, 2], lambda: Box[int][str],
          lambda: isinstance(1, List[int]), lambda: Any(), lambda: Generic[int], lambda: Callable[int, str],
          lambda: issubclass(int, Union), lambda: TypeVar("X", int), lambda: ClassVar[ClassVar[int]]]:
    try:
        print(f())
    except TypeError as e:
        print("TypeError:", e)


class Point(NamedTuple):
    x: int
    y: float = 0.5

    def total(self):
        return self.x + self.y


print(Point(1), Point(1, 2).total(), Point._fields, Point.__annotations__, Point._field_defaults, Point.__doc__)
N = NamedTuple("N", [("a", int), ("b", str)])
print(N(1, "x"), N.__annotations__)


class Movie(TypedDict, total=False):
    title: Required[str]
    year: int


class Sequel(Movie):
    number: int


print(Movie(title="t"), Movie.__required_keys__, sorted(Sequel.__required_keys__), sorted(Sequel.__optional_keys__), Sequel.__total__)
print(get_type_hints(Movie), get_type_hints(Movie, include_extras=True), is_typeddict(Movie))


@runtime_checkable
class Closes(Protocol):
    def close(self): ...


class File:
    def close(self): pass


print(isinstance(File(), Closes), isinstance(3, Closes), issubclass(File, Closes), isinstance(3, SupportsInt))
try:
    Closes()
except TypeError as e:
    print(e)


class Has(Protocol):
    name: str


try:
    isinstance(3, Has)
except TypeError as e:
    print(e)


def annotated(a: "int", b: Optional["Box[int]"] = None, *c: Annotated[str, 1]) -> "List[Point]":
    pass


print(get_type_hints(annotated))
print(get_type_hints(annotated, include_extras=True)["c"])
UserId = NewType("UserId", int)
print(UserId(5), UserId, UserId.__supertype__)


@overload
def f(a: int) -> int: ...
@overload
def f(a: str) -> str: ...
def f(a): return a


print(len(get_overloads(f)), f(1), cast(int, "x"), assert_type(1, int))
try:
    assert_never(3)
except AssertionError as e:
    print(e)
print(typing.TYPE_CHECKING, int | None, List[int] | None, "Box" in repr(Box[int] | str))
type Alias[X] = list[X]
print(Alias, Alias[int], Alias.__value__, Alias.__type_params__)


class New[A, *B]:
    def get(self) -> A: ...


print(New[int, str, bytes], New.__type_params__, New.__orig_bases__, get_args(New[int, str]))
print(ForwardRef("int"), ForwardRef("x.y") == ForwardRef("x.y"), hash(Optional[int]) == hash(Union[None, int]))
print(SupportsIndex, SupportsAbs[int], Pattern[str], ContextManager[int], IO[str], TextIO, AnyStr)
