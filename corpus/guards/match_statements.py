# match statements: class patterns, __match_args__, mapping and sequence patterns, guards that mutate
import builtins
class P:
    __match_args__ = ("x", "y")
    def __init__(self, x, y): self.x, self.y = x, y
def hot(o):
    match o:
        case P(1, y) if ok(): return "P1", y
        case P(x, y): return "P", x, y
        case int(n) if n > LIMIT: return "big", n
        case int() | str() as v: return "is", v
        case [a, *rest]: return "seq", a, rest
        case {"k": v, **kw}: return "map", v, kw
        case Color.RED: return "red"
        case None: return "none"
        case _: return "other", type(o).__name__
class Color: RED = "red?"
LIMIT = 10
def ok(): return True
data = [P(1, 2), P(3, 4), 5, 50, "s", [1, 2], (3,), {"k": 1, "z": 2}, 1.5, None, b"b", range(2)]
last = None
for i in range(200):
    if i == 30: P.__match_args__ = ("y", "x")
    if i == 40: P.__match_args__ = ("x",)
    if i == 50: P.__match_args__ = ("x", "y")
    if i == 60: LIMIT = 1
    if i == 70: ok.__code__ = (lambda: False).__code__
    if i == 80: Color.RED = 1.5
    if i == 90: int = float
    if i == 100: del int
    if i == 110: builtins.int = str
    if i == 120: builtins.int = type(1)
    if i == 130: P.x = property(lambda s: 1)
    if i == 140: P = dict
    if i == 150: P = type("P", (), {"__match_args__": ["x"]})
    if i == 160: P = type(data[0])
    if i == 170: del P.__match_args__
    r = []
    for o in data:
        try: r.append(hot(o))
        except Exception as e: r.append(type(e).__name__ + " " + str(e))
    r = [str(x) for x in r]
    if r != last: print(i, [x for x, y in zip(r, last or [0] * 99) if x != y])
    last = r
