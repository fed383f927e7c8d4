# Generic classes: parameters, substitution, and what is refused.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
from typing import *
T = TypeVar("T"); K = TypeVar("K"); N = TypeVar("N", int, float); Bd = TypeVar("Bd", bound="str"); P = ParamSpec("P"); Ts = TypeVarTuple("Ts")
class Box(Generic[T]):
    def __init__(self, v: T): self.v = v
class Pair(Generic[K, T]): pass
b = Box[int](5)
print(b.v, b.__orig_class__, Box[int], Box[T][str], Pair[int, T], Pair[int, T][str], Pair[K, T].__parameters__)
print(Box.__parameters__, Box.__orig_bases__, Box[int].__args__, Box[int].__origin__, Box[int] == Box[int], hash(Box[int]) == hash(Box[int]))
for f in (lambda: Box[int, str], lambda: Pair[int], lambda: Generic[int], lambda: Generic[T, T], lambda: List[int][str], lambda: Generic(), lambda: Box[int][str], lambda: Generic[()],
          lambda: isinstance(1, List[int]), lambda: isinstance(b, Box[int]), lambda: issubclass(int, Union[int]), lambda: Union[1], lambda: Optional[1, 2], lambda: Optional[1], lambda: List[1], lambda: Callable[int, str], lambda: Callable[int],
          lambda: Literal[[]], lambda: ClassVar[ClassVar[int]], lambda: Any(), lambda: Union[()], lambda: Annotated[int], lambda: Self[int], lambda: TypeVar("T", int), lambda: TypeVar("T", covariant=True, contravariant=True), lambda: TypeVar("T", int, str, bound=int), lambda: Final[1, 2], lambda: Concatenate[int], lambda: Unpack[1], lambda: Type[1], lambda: ForwardRef("1 +"), lambda: ForwardRef(5), lambda: Tuple[..., int], lambda: TypeGuard[1, 2]):
    try: print("ok", f())
    except Exception as e: print(type(e).__name__, e)
print(N.__constraints__, Bd.__bound__, N.__covariant__, T.__name__, P.args, P.kwargs, P.args.__origin__ is P)
class Arr(Generic[*Ts]): pass
print(Arr[int, str], Arr[()], Arr[*Ts], Arr[int, *tuple[str, ...]], Arr[int, *Ts][str, bool], Arr.__parameters__)
class Z(Generic[P]): pass
print(Z[int, str], Z[[int]], Z[...], Z[P], Z[Concatenate[int, P]])
X = Callable[P, T]; print(X, X[[int], str], X[..., str], X.__parameters__)
Y = Callable[Concatenate[int, P], T]; print(Y[[str], bool])
print(Dict[K, List[T]][str, int], Tuple[T, ...][int], Union[T, K][int, str], Optional[T][int])
class Sub(Box[int], Pair[str, T]): pass
print(Sub.__mro__, Sub.__parameters__, Sub[int])
print(list[T][int], dict[K, T][str, int], (list[T] | None)[int], tuple[*Ts][int, str], type(list[int]), list[int].__origin__, list[int].__args__)
try: list[int][str]
except TypeError as e: print(e)
print(List[T].__parameters__, List.__origin__, List[int]._name, List._name, repr(List), Callable, Tuple, Type, Generic)
import pickle, copy
for o in (List[int], Box[int], Optional[int], Callable[[int], str], Literal[1], Any, T):
    print(pickle.loads(pickle.dumps(o)) == o, copy.copy(o) == o)
