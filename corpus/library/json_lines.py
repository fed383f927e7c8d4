"""JSON over several lines, which native code writes; what is wrong is found by the generators."""
import enum
import json


class Level(enum.IntEnum):
    LOW = 1


class Own(json.JSONEncoder):
    calls = 0

    def default(self, o):
        Own.calls += 1
        if isinstance(o, complex):
            return [o.real, o.imag]
        return super().default(o)


nested = {"b": [1, 2.5, [], {}, [[]], {"x": None}], "a": (True, "é\n"), 3: Level.LOW, None: float("inf"), 1.5: 10**30}
for indent in (0, 1, 2, "\t", "", "--", True, -1):
    print(repr(indent), json.dumps(nested, indent=indent))
print(json.dumps(nested, indent=2, separators=(" ,", " : "), ensure_ascii=False))
print(json.dumps({"b": 1, "a": {"d": 2, "c": 3}}, indent=1, sort_keys=True))
print(json.dumps({(1, 2): 3}, indent=2, skipkeys=True), json.dumps({(1, 2): 3, "a": 1}, indent=2, skipkeys=True))
print(json.dumps([1j, {"z": 2j}], indent=1, cls=Own), Own.calls)
print(json.dumps([{1}], indent=1, default=sorted))
print(json.dumps("text", indent=3), json.dumps([], indent=3), json.dumps(1, indent=3))

circle = [1]
circle.append(circle)
for make in (
    lambda: json.dumps([1, {1}], indent=2),
    lambda: json.dumps(circle, indent=2),
    lambda: json.dumps({(1, 2): 3}, indent=2),
    lambda: json.dumps(float("nan"), indent=2, allow_nan=False),
    lambda: json.dumps([1], indent=2.5),
    lambda: json.dumps([b""], indent=2, cls=Own),
    lambda: json.dumps({1: 2, "a": 3}, indent=2, sort_keys=True),
):
    try:
        print(make())
    except Exception as e:
        frames = []
        tb = e.__traceback__
        while tb:
            frames.append(tb.tb_frame.f_code.co_name)
            tb = tb.tb_next
        print(type(e).__name__, e, frames if type(e) is not TypeError or "bytes" not in str(e) else "")
