# special methods given to classes late: truth, length, iteration, call, contexts, hashing, comparison
class C:
    pass
c = C()
fs = {
    "bool": lambda: "t" if c else "f", "not": lambda: not c, "len": lambda: len(c), "iter": lambda: [x for x in c],
    "for": lambda: [y for y in iter(c)], "call": lambda: c(1), "in": lambda: 1 in c, "item": lambda: c[0], "set": lambda: c.__setitem__(0, 1),
    "del": lambda: exec("del c[0]", globals()), "eq": lambda: c == 1, "ne": lambda: c != 1, "lt": lambda: c < 1, "hash": lambda: hash(c) == 5,
    "add": lambda: c + 1, "radd": lambda: 1 + c, "neg": lambda: -c, "fmt": lambda: f"{c}"[:4], "int": lambda: int(c), "index": lambda: [1, 2][c],
    "unpack": lambda: (lambda *a: a)(*c), "kw": lambda: (lambda **k: k)(**c), "and": lambda: (c and 1) == 1, "while": lambda: next(iter(())) if not c else 0,
    "dict": lambda: {c: 1}[c], "rev": lambda: list(reversed(c)), "round": lambda: round(c), "divmod": lambda: divmod(c, 2), "pow": lambda: c ** 2,
    "ifloat": lambda: float(c), "bytes": lambda: bytes(c), "enter": lambda: ctx(), "sorted": lambda: sorted([c, c]) == [c, c], "min": lambda: min(c, c) is c,
}
def ctx():
    with c as x: return x
def run():
    out = {}
    for k, f in fs.items():
        try: out[k] = f()
        except Exception as e: out[k] = type(e).__name__
    return out
steps = {"__bool__": lambda s: False, "__len__": lambda s: 2, "__iter__": lambda s: iter([1, 2]), "__call__": lambda s, x: ("call", x),
    "__contains__": lambda s, x: True, "__getitem__": lambda s, i: [7, 8][i] if isinstance(i, int) else "k", "__setitem__": lambda s, i, v: None, "__delitem__": lambda s, i: None,
    "__eq__": lambda s, o: True, "__hash__": lambda s: 5, "__lt__": lambda s, o: True, "__add__": lambda s, o: "add", "__radd__": lambda s, o: "radd",
    "__neg__": lambda s: "neg", "__format__": lambda s, f: "form", "__int__": lambda s: 9, "__index__": lambda s: 1, "keys": lambda s: ["k"],
    "__reversed__": lambda s: iter("rev"), "__round__": lambda s, n=None: "round", "__divmod__": lambda s, o: "dm", "__pow__": lambda s, o: "pow",
    "__float__": lambda s: 1.5, "__bytes__": lambda s: b"by", "__enter__": lambda s: "entered", "__exit__": lambda s, *a: None}
for _ in range(30): prev = run()
def diff(r): return {k: r[k] for k in r if str(r[k]) != str(prev[k])}
for name, f in steps.items():
    setattr(C, name, f)
    for _ in range(30): r = run()
    print("+", name, diff(r))
    prev = r
for name in list(steps)[::2]:
    delattr(C, name)
    for _ in range(30): r = run()
    print("-", name, diff(r))
    prev = r
for name in list(steps)[1::2]:
    setattr(C, name, None)
    for _ in range(3): r = run()
    print("0", name, diff(r))
    prev = r
