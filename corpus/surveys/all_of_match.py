# Patterns of every kind.  [slow]
import builtins, re
def print(*values, sep=" ", **options):
    builtins.print(re.sub("0x[0-9a-f]{6,}", "0x...", sep.join(map(str, values))), **options)
from dataclasses import dataclass
@dataclass
class Pt: x: int; y: int
class NoM: a = 1; b = 2
class MA: __match_args__ = ("p", "q"); p = 1; q = 2
class BadMA: __match_args__ = ["p"]
class BadMA2: __match_args__ = (5,)
def m(v):
    match v:
        case None | True | False as k: return f"const {k}"
        case 0: return "zero"
        case int(n) if n < 0: return f"neg {n}"
        case int() | float() as num: return f"num {num}"
        case "": return "empty"
        case str(s) if len(s) == 1: return f"char {s}"
        case bytes(b): return f"bytes {b}"
        case []: return "empty seq"
        case [x]: return f"one {x}"
        case [x, y] if x == y: return f"same {x}"
        case (1, *rest): return f"starts 1 {rest}"
        case [*init, "end"]: return f"ends {init}"
        case [a, [b, *c], *_]: return f"nested {a} {b} {c}"
        case {"type": "pt", "x": x, "y": y}: return f"dpt {x},{y}"
        case {"k": [1, 2 | 3 as z], **rest}: return f"k {z} {rest}"
        case {}: return f"map {v}"
        case Pt(0, y): return f"Pt0 {y}"
        case Pt(x=x, y=Pt(x2, _)): return f"PtPt {x} {x2}"
        case Pt(): return "Pt"
        case MA(1, q): return f"MA {q}"
        case NoM(a=1, b=bb): return f"NoM {bb}"
        case complex(real=r, imag=-1.0): return f"cplx {r}"
        case _: return f"other {type(v).__name__}"
import collections, array
for v in (None, True, 0, 0.0, -5, 7, 1.5, "", "a", "ab", b"x", [], [9], (4, 4), [1, 2, 3], ["a", "end"], [3, [4, 5, 6], 7], {"type": "pt", "x": 1, "y": 2}, {"k": [1, 3], "z": 1}, {"q": 1}, {}, Pt(0, 1), Pt(1, Pt(2, 3)), Pt(1, 2), MA(), NoM(), 1-1j, {1}, range(1), range(3), collections.deque([1, 2]), array.array("i", [1]), bytearray(b"z"), iter([]), collections.OrderedDict(k=[1, 2]), collections.Counter("a"), memoryview(b"ab")):
    print(repr(v)[:40], "->", m(v))
for cls, pat in ((NoM, "NoM(1)"), (BadMA, "BadMA(1)"), (BadMA2, "BadMA2(1)"), (MA, "MA(1, 2, 3)"), (MA, "MA(1, p=2)"), (int, "int(1, 2)"), (MA, "5()"), (Pt, "m()")):
    o = cls(0, 0) if cls is Pt else cls()
    try: exec(f"match o:\n case {pat}: print('hit')\n case _: print('miss')")
    except (TypeError, SyntaxError) as e: print(pat, type(e).__name__, e)
match 1, 2:
    case x, y: print(x, y)
match = 5; case = 6; type = 7; _ = 8
print(match, case, type, _)
match match:
    case case: print(case)
class K: A = 1
match 1:
    case K.A: print("dotted")
match {"a": None, 1: 2, -1: 3, 1.5: 4, None: 5}:
    case {"a": None, 1: x, -1: y, 1.5: z, None: w}: print(x, y, z, w)
match [1, 2, [3, 4]]:
    case [int() as a, b, (c, d)] as whole: print(a, b, c, d, whole)
