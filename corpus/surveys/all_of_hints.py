# get_type_hints, and how the things of typing look.  [slow]
from typing import *
import typing
class A:
    x: int
    y: "Optional[str]" = None
    z: ClassVar[list["A"]] = []
class B(A):
    w: Annotated[int, "meta"]
    f: Final[int] = 3
print(get_type_hints(A)); print(get_type_hints(B)); print(get_type_hints(B, include_extras=True))
def f(a: int, b: "str" = None, *args: "float", **kw: List[int]) -> "A": ...
print(get_type_hints(f))
print(get_origin(List[int]), get_args(Dict[str, int]), get_origin(Union[int, str]), get_args(Callable[[int, str], bool]))
print(get_origin(Annotated[int, 1]), get_args(Annotated[int, 1, 2]), get_origin(int), get_args(int), get_args(Literal[1, "a"]))
def g(a: "undefined"): ...
try: get_type_hints(g)
except NameError as e: print(e)
try: get_type_hints(5)
except TypeError as e: print(e)
print(get_type_hints(typing.get_type_hints), get_type_hints(print))
print(Optional[int], Union[int, None, str], Optional[Union[int, str]], Union[int], Union[int, int])
print(List[int], Dict[str, List[int]], Tuple[int, ...], Tuple[()], Callable[..., int], Callable[[int], str], Type[int], Set, FrozenSet[int])
print(Any, NoReturn, Never, Self, LiteralString, ClassVar[int], Final[int], Literal[1, None], Annotated[int, "x"])
print(TypeVar("T"), TypeVar("T", covariant=True), TypeVar("T", contravariant=True), ParamSpec("P"), TypeVarTuple("Ts"))
print(Required[int], NotRequired[int], Unpack[Tuple[int, str]], Concatenate[int, ...], TypeGuard[int])
print(ForwardRef("int"), List["int"], Iterable[int], AsyncIterator[int], Generator[int, str, bool], Awaitable[int], ContextManager[int])
print(int | str, int | None, list[int] | None, Optional[list[int]], "x" | List[int] if False else 1)
print(Deque[int], DefaultDict[str, int], OrderedDict[str, int], Counter[str], ChainMap[str, int], Pattern[str], Match[str], IO[str], TextIO)
