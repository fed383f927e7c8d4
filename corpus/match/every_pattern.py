# Every kind of pattern against many subjects.
def f(x):
    match x:
        case 0: return "zero"
        case 1 | 2 | 3 as n if n != 2: return f"small {n}"
        case -1: return "minus one"
        case 1+2j: return "complex"
        case "a" | b"b": return "str/bytes"
        case None: return "none"
        case True: return "true"
        case []: return "empty"
        case [a]: return f"one {a}"
        case [1, *rest]: return f"starts with one {rest}"
        case (a, b, *_) if a == b: return f"equal {a}"
        case [*_, 9]: return "ends nine"
        case [[a, b], c]: return f"nested {a} {b} {c}"
        case {"k": v, "z": [p, q], **rest}: return f"kz {v} {p} {q} {rest}"
        case {"k": v, **rest}: return f"k {v} {rest}"
        case {1: _}: return "has 1"
        case {}: return "mapping"
        case int(v): return f"int {v}"
        case str() as s: return f"str {s}"
        case float(): return "float"
        case P(x=0, y=yy): return f"P x=0 {yy}"
        case P(a, b): return f"P {a} {b}"
        case _: return "other"
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
for x in [0,1,2,3,-1,1+2j,"a",b"b",None,True,[],[5],[1,2,3],(1,),(7,7,8),[3,4,9],[[1,2],3],{"k":1,"z":[1,2],"e":4},{"k":1},{"k":1,"w":2},{1:1},{},12,"str",2.5,P(0,1),P(4,5),object, range(2), bytearray(b"ab"), {1,2}]:
    print(repr(x)[:20] if not isinstance(x,P) else "P", f(x))
def g(x):
    match x:
        case (("a", z) | (z, "a")) : return z
        case {"t": ("q" | "r") as t, "v": [_, w, *_, u]}: return t, w, u
        case [str() | int() as i, *others]: return i, others
for x in [("a",1),(2,"a"),{"t":"q","v":[1,2,3,4]},{"t":"s","v":[1,2,3,4]},[3,4,5], [3.0]]:
    print(g(x))
