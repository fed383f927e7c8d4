# [slow] Data classes: options, errors, copies.
import builtins
import re


def print(*values, **options):
    """As the built-in one, without addresses."""
    builtins.print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


from dataclasses import *
from typing import ClassVar, Any


@dataclass(order=True)
class A:
    x: int
    y: str = "d"
    z: list = field(default_factory=list, compare=False, repr=False)
    c: ClassVar[int] = 5
    w: int = field(init=False, default=9)
    k: InitVar[int] = 3

    def __post_init__(self, k):
        self.kk = k


print(
    A(1),
    A(1) == A(1),
    A(1) < A(2),
    A(1, k=8).kk,
    asdict(A(1)),
    astuple(A(2)),
    replace(A(1), x=4, k=1),
    [f.name for f in fields(A)],
    is_dataclass(A),
    A.__match_args__,
    A.__hash__,
)


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


t(lambda: A())
t(lambda: A(1, 2, 3, 4, 5))
t(lambda: replace(A(1), w=2, k=1))
t(lambda: asdict(5))
t(lambda: fields(5))


@dataclass(frozen=True, slots=True, kw_only=True)
class F:
    a: int
    b: Any = None


f = F(a=1)
print(f, hash(f) == hash(F(a=1)), F.__slots__)
t(lambda: setattr(f, "a", 2))
t(lambda: delattr(f, "a"))
t(lambda: F(1))
t(lambda: setattr(f, "zz", 2))


def d1():

    @dataclass
    class B:
        a: int = 1
        b: int


def d2():

    @dataclass
    class B:
        a: list = []


def d3():

    @dataclass
    class B(F):
        c: int


def d4():

    @dataclass(order=True)
    class B:
        a: int

        def __lt__(self, o):
            return 1


def d5():

    @dataclass(eq=False, order=True)
    class B:
        a: int


for d in (d1, d2, d3, d4, d5):
    t(d)


@dataclass
class Base:
    a: int = 1


@dataclass
class D(Base):
    b: int = field(default=2, metadata={"m": 1})
    _: KW_ONLY
    c: int = 3


print(
    D(),
    D(5, 6, c=7),
    fields(D)[1].metadata["m"],
    make_dataclass("M", ["x", ("y", int, 4)])(1),
    D(1) == Base(1),
    D.__doc__,
    D.__init__.__annotations__,
)


@dataclass(unsafe_hash=True)
class H:
    a: int
    b: dict = field(default_factory=dict, hash=False)


print(hash(H(1)) == hash(H(1)), {H(1): 2}[H(1)])
match D(1, 2):
    case D(a, b):
        print("matched", a, b)
print(fields(A)[0], asdict(D(), dict_factory=lambda i: sorted(i)), MISSING, repr(field(default=1))[:30])
