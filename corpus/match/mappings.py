# Mapping patterns.
class K:
    one = 1
    again = 1


def f(x):
    match x:
        case {"kind": "circle", "r": r}: return "circle", r
        case {"kind": "rect", "size": [w, h], **more}: return "rect", w, h, more
        case {"kind": kind}: return "other kind", kind
        case {2: a, 2.5: b, None: c, True: _, b"b": d}: return a, b, c, d
        case {-1: a, "x": b}: return "negative", a, b
        case {**rest} if len(rest) > 2: return "big", rest
        case {}: return "small", x
    return "no mapping"


for x in [{"kind": "circle", "r": 1}, {"kind": "circle"}, {"kind": "rect", "size": (1, 2), "more": 3},
          {"kind": "rect", "size": "ab"}, {-1: 1, "x": 2}, {1: 1, 2: 2, 3: 3}, {}, {1: 2}, [], None,
          {2: "a", 2.5: "b", None: "c", 1: "t", b"b": "d", "e": "f"}]:
    print(f(x))

try:
    match {1: 2, 3: 4}:
        case {K.one: a, K.again: b}: print("?")
except ValueError as e:
    print(e)


class Counting(dict):
    def __missing__(self, key):
        self[key] = 0
        return 0


c = Counting(a=1)
match c:
    case {"b": 0}: print("made")
    case {"a": n}: print("kept", n, dict(c))


class Odd(dict):
    def get(self, key, default): return {"x": "from get"}.get(key, default)


match Odd(y=1):
    case {"y": v}: print("y", v)
    case {"x": v, "z": _}: print("z")
    case {"x": v}: print(v)
try:
    match Odd(y=1):
        case {"x": v, **rest}: print(v, rest)
except KeyError as e:
    print("KeyError", e)


class Bad(dict):
    def get(self, key, default): raise RuntimeError("bad get")


try:
    match Bad(a=1):
        case {"a": 1}: pass
except RuntimeError as e:
    print(e)
d = {"x": {"y": {"z": [1, {"w": 2}]}}}
match d:
    case {"x": {"y": {"z": [_, {"w": deep}]}}}: print(deep)
