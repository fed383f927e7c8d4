# Protocols at run time.  [slow]
from typing import *
@runtime_checkable
class HasLen(Protocol):
    def __len__(self) -> int: ...
class NR(Protocol):
    x: int
@runtime_checkable
class HasX(Protocol):
    x: int
    def m(self): ...
class C:
    x = 1
    def m(self): pass
class D: 
    def __init__(self): self.x = 1; self.m = None
print(isinstance([], HasLen), isinstance(5, HasLen), issubclass(list, HasLen), isinstance(C(), HasX), isinstance(D(), HasX))
try: isinstance(5, NR)
except TypeError as e: print(e)
try: issubclass(C, HasX)
except TypeError as e: print(e)
try: HasLen()
except TypeError as e: print(e)
try: NR()
except TypeError as e: print(e)
class E(NR): x = 5
print(E().x, issubclass(E, NR) if False else E.__mro__)
try:
    class F(Protocol, int): pass
except TypeError as e: print(e)
try:
    @runtime_checkable
    class G: pass
except TypeError as e: print(e)
T = TypeVar("T", covariant=True)
class Box(Protocol[T]):
    def get(self) -> T: ...
print(Box[int], Box.__parameters__, Box._is_protocol)
class IntBox(Box[int]):
    def get(self): return 1
print(IntBox().get(), IntBox.__orig_bases__)
print(isinstance(3, SupportsInt), isinstance("a", SupportsInt), isinstance(1, SupportsIndex), isinstance(1.5, SupportsRound), isinstance(1j, SupportsComplex), isinstance(b"", SupportsBytes), isinstance(-1, SupportsAbs))
class Abs(Protocol):
    from abc import abstractmethod
    @abstractmethod
    def q(self): ...
class Impl(Abs): pass
try: Impl()
except TypeError as e: print(e)
class WithInit(Protocol):
    def __init__(self): self.a = 1
class W2(WithInit): pass
print(W2().a)
@runtime_checkable
class Gen[T](Protocol):
    def f(self) -> T: ...
class H: f = None
class I: f = 1
print(isinstance(H(), Gen), isinstance(I(), Gen), Gen[int], Gen.__type_params__)
