"""Patterns at their edges: what they ask of subjects, and what they bind."""


class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y): self.x, self.y = x, y


class Loud:
    def __eq__(self, o): print("eq", o); return o == 3
    def __getattr__(self, name):
        print("get", name)
        raise AttributeError(name)


def kind(o):
    match o:
        case None | True | False: return f"constant {o}"
        case int(n) if n > 100: return f"large {n}"
        case int() | float(): return "number"
        case "": return "empty"
        case str(s): return f"str {s}"
        case []: return "empty list"
        case [x]: return f"one {x}"
        case [x, *_, y] if x == y: return f"ends in {x}"
        case (a, b, *rest): return f"{a} {b} {rest}"
        case {"kind": k, **rest}: return f"kind {k} {rest}"
        case {}: return "mapping"
        case Point(0, y=0): return "origin"
        case Point(x, y) as p: return f"point {x} {y} {p.x}"
        case set() | frozenset(): return "set"
        case _: return f"other {type(o).__name__}"


for o in [None, True, 500, 5, 1.5, "", "abc", [], [1], [1, 2, 1], (1, 2, 3), [3, 4], {"kind": 1, "a": 2}, {}, {1: 2},
          Point(0, 0), Point(1, 2), {1}, b"ab", bytearray(b"a"), range(3), iter([]), object, 1j, memoryview(b"ab")]:
    print(kind(o))

match Loud():
    case 1: print("one")
    case 2 | 3: print("two or three")
match Loud():
    case str(): print("str")
    case Point(): print("point")
    case object(missing=1): print("has it")
    case object(): print("object")


class Wrong:
    __match_args__ = ["x"]


class Odd:
    __match_args__ = (1,)


class Twice:
    __match_args__ = ("x",)
    x = 1


for cls, text in [(Wrong, "cls(1)"), (Odd, "cls(1)"), (Twice, "cls(1, 2)"), (Twice, "cls(1, x=1)"), (int, "cls(1, 2)"),
                  (5, "cls()"), (Twice, "cls(x=1)"), (dict, "cls(a)"), (object, "cls(1)")]:
    o = cls() if isinstance(cls, type) else 5
    try:
        exec(f"match o:\n case {text}: print('matched')\n case _: print('no')", {"cls": cls, "o": o})
    except TypeError as e:
        print(e)


class Defaults(dict):
    def __missing__(self, key): return "made"


match Defaults(a=1):
    case {"b": x}: print("made", x)
    case {"a": x}: print("had", x)
match {"a": 1}:
    case {"a": x, "b": y}: pass
    case {"a": z}: print(x if "x" in globals() else "unbound", z)
match = case = _ = 3
print(match, case, _)
match [match, case]:
    case [3, case]: print(case)
match (1, 2), 3:
    case (a, b), c: print(a, b, c)
match 5:
    case x if False: pass
    case y: print(x, y)
match -1.5, 1 + 2j:
    case -1.5, 1 + 2j: print("numbers")


class Names:
    a = 7


match 7:
    case Names.a: print("by name")
