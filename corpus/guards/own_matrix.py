# [ours] The whole matrix: for each optimisation and strategy the instructions that it writes, or why there is no
# such combination. No two strategies write the same for an optimisation.
import guards

SOURCE = """
K = 1
FLAG = True
out = 0
class C:
    tag = 1
    def __init__(self): self.x = 1
    def m(self): return 1
def one(): return 1
def two(a, b=2): return 1
"""

# What the hot function of each optimisation does.
ROWS = {
    "builtin-load": "x = len",
    "global-load": "x = K",
    "call-fold": "x = len('abc')",
    "dead-branch": "if FLAG: x = 1",
    "range-unroll": "for j in range(3): x = j",
    "global-store": "global out; out = i",
    "call-builtin": "x = f(s)",
    "call-py": "x = one(); x = two(1); x = o.m(); C()",
    "inline": "x = one(); x = o.m(); C()",
    "method-load": "x = o.m()",
    "attr-load": "x = o.x; x = o.tag; x = C.tag; x = d.y",
    "attr-store": "o.x = x",
    "iter-type": "for j in t: x = j",
    "binop-type": "x = i + 1",
    "subscr-type": "x = t[1]",
}


def forms(optimisation, strategy):
    guards.configure(f"off,analysis=off,{optimisation}:{strategy}")
    ns = {}
    lines = ["def hot(n, o, d, f, s, t):", "  x = 0", "  for i in n:", "    " + ROWS[optimisation], "  return x"]
    exec(SOURCE + "\n".join(lines), ns)
    o, d = ns["C"](), ns["C"]()
    vars(d)["y"] = 5
    for _ in range(3):
        ns["hot"](list(range(50)), o, d, len, "abc", (1, 2, 3))
    found = [s for s in guards.stats(ns["hot"]) if s["state"] == "special" and s["opt"] == optimisation]
    shown = guards.explain(ns["hot"])
    assert all(f"; {s['opt']} by {s['strategy']}" in shown and s["op"] in shown for s in found), shown
    wrong = {s["strategy"] for s in found} - {strategy}
    assert not wrong, (optimisation, strategy, wrong)
    return [s["op"] for s in found]


def main():
    rows, seen = guards.combinations(), {}
    for optimisation, strategy, what in rows:
        if what not in ("sound", "unsound"):
            print(f"{optimisation:13} {strategy:10} n/a: {what}")
            continue
        ops = forms(optimisation, strategy)
        print(f"{optimisation:13} {strategy:10} {what:7} {' '.join(ops) or '-'}")
        # The word names the strategy where the opcode does not.
        seen.setdefault(optimisation, set()).add((strategy if any("Free" in op for op in ops) else "", *ops))
    guards.configure("on")
    assert set(seen) == {optimisation for optimisation, *_ in rows}
    for optimisation, different in seen.items():
        some = sum(1 for o, _, what in rows if o == optimisation and what in ("sound", "unsound"))
        print(optimisation, "has", len(different), "of", some)


main()
