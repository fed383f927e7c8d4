# [ours] What each strategy writes where attributes are used and functions called, what a mutation costs,
# and who is told.
import guards

SOURCE = """
class Base:
    def m(self): return 1
class C(Base):
    def __init__(self): self.x = 1
class Other: pass
def f(): return 1
def g(): return 2
def h(a=1): return 2
def load(o, n):
    for i in range(n): r = o.x
    return r
def store(o, n):
    for i in range(n): o.x = 1
    return 1
def method(o, n):
    for i in range(n): r = o.m
    for i in range(n): r = o.m()
    return r
def call(o, n):
    for i in range(n): r = f()
    return r
"""

SITES = {"load": "LoadAttr", "store": "StoreAttr", "method": "LoadMethod", "call": "Call"}


def site(ns, kind):
    rows = [s for s in guards.stats(ns[kind]) if s["op"].startswith(SITES[kind])]
    if kind == "call":
        rows = [s for s in guards.stats(ns[kind]) if s["opt"] == "call-py" and s["op"].startswith("Call")]
    return rows[0] if rows else {"op": "-", "strategy": "-", "state": "-", "misses": 0}


def cost(ns, kind, o, change):
    ns[kind](o, 50)
    before, missed = guards.stats(), site(ns, kind)["misses"]
    change()
    after = guards.stats()
    walked, invalidated = (after[k] - before[k] for k in ("dependants_walked", "invalidations"))
    r = ns[kind](o, 3)
    missed = site(ns, kind)["misses"] - missed
    return f"walked {walked}, invalidated {invalidated}, failed {missed}, then {site(ns, kind)['op']}, {r}"


def measure(strategy):
    guards.configure("off,backoff=always," + ",".join(f"{o}:{strategy}" for o in OPTS))
    ns = {}
    exec(SOURCE, ns)
    C, Base, Other, f, h = (ns[n] for n in ("C", "Base", "Other", "f", "h"))
    o = C()
    print("--", strategy)
    for kind in SITES:
        ns[kind](o, 50)
        s = site(ns, kind)
        print(f"{kind}: {s['op']} by {s['strategy']}, {s['state']}")
    for kind in ("load", "store", "method"):
        for what, change in [
            ("another class", lambda: setattr(Other, "y", 1)),
            ("another name of the class", lambda: setattr(C, "y", 1)),
            ("another name of the base", lambda: setattr(Base, "z", 1)),
            ("the name in the class", lambda: setattr(C, "m" if kind == "method" else "x", lambda self: 2)),
            ("the bases", lambda: setattr(C, "__bases__", (Base,))),
        ]:
            print(f"  {kind}, {what}: {cost(ns, kind, o, change)}")
    for what, change in [
        ("another function", lambda: setattr(h, "__defaults__", (2,))),
        ("its defaults", lambda: setattr(f, "__defaults__", None)),
        ("its code", lambda: setattr(f, "__code__", ns["g"].__code__)),
    ]:
        print(f"  call, {what}: {cost(ns, 'call', o, change)}")


OPTS = ("attr-load", "attr-store", "method-load", "call-py")
for name in ("off", "none", "entry", "epoch", "dictver", "keysver", "cell", "watch-dict", "watch-key"):
    measure(name)
measure("entry,recheck=never")
guards.configure("on")
