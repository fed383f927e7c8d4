# Which types are sequences and mappings to a pattern.
import sys


class L(list): pass
class D(dict): pass
class T(tuple): pass
class S(str): pass
class Both(L): pass


class LooksLikeSequence:
    def __len__(self): return 2
    def __getitem__(self, i): return [1, 2][i]


class LooksLikeMapping:
    def __len__(self): return 0
    def keys(self): return []
    def __getitem__(self, k): raise KeyError(k)
    def get(self, k, d=None): return d


def kind(x):
    match x:
        case [*_]:
            return "sequence"
        case {}:
            return "mapping"
        case _:
            return "neither"


for x in [[], (), range(0), L(), T(), Both(), memoryview(b""), {}, D(), type.__dict__["__dict__"].__get__(int), "", S(), b"",
          bytearray(), set(), frozenset(), {}.keys(), {}.values(), {}.items(), iter([]), LooksLikeSequence(),
          LooksLikeMapping(), None, 1, int, (i for i in ()), slice(1)]:
    print(type(x).__name__, kind(x))


def self_match(x):
    match x:
        case bool(b): return "bool", b
        case int(i): return "int", i
        case float(f): return "float", f
        case bytes(b): return "bytes", b
        case bytearray(b): return "bytearray", b
        case str(s): return "str", s
        case tuple(t): return "tuple", t
        case list(v): return "list", v
        case dict(d): return "dict", d
        case frozenset(s): return "frozenset", sorted(s)
        case set(s): return "set", sorted(s)
        case type(): return "type", x.__name__
        case object(): return "object", type(x).__name__


class I(int): pass
for x in [True, 1, I(4), 1.5, b"b", bytearray(b"x"), "s", S("t"), (1,), [2], L([3]), {1: 2}, {3}, frozenset({4}), int, 1j, None]:
    print(self_match(x))

try:
    match 1j:
        case complex(c): pass
except TypeError as e:
    print(e)
try:
    match object():
        case object(c): pass
except TypeError as e:
    print(e)
