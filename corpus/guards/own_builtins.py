# Code with builtins of its own, which change while it runs.
source = """
def f(n):
    out = []
    for i in range(n):
        out.append(len("abc"))
        if i == n // 2:
            hook()
    return out[0], out[-1]
"""
mine = {"len": lambda s: "mine", "range": range, "hook": lambda: None}
ns = {"__builtins__": mine}
exec(source, ns)
print(ns["f"](60))
mine["len"] = lambda s: "changed"
print(ns["f"](60))
mine["hook"] = lambda: mine.__setitem__("len", lambda s: "in the middle")
print(ns["f"](60))
mine["hook"] = lambda: mine.pop("len")
try:
    ns["f"](60)
except NameError as e:
    print(e)
mine["len"] = len
mine["hook"] = lambda: ns.__setitem__("__builtins__", {"len": lambda s: "too late"})
print(ns["f"](60))
print(ns["f"](60))
plain = {}
exec(source, plain)
plain["hook"] = lambda: None
print(plain["f"](60))
code = compile("r = [len('x') for _ in range(50)][-1]", "<c>", "exec")
for b in (mine, {"len": lambda s: "b", "range": range}, __builtins__):
    g = {"__builtins__": b}
    exec(code, g)
    print(g["r"])
