# [ours] Calls of classes, attributes in an instance's dict, methods of classes with slots: what each strategy
# writes, what a mutation costs, and who is told.
import guards

SOURCE = """
class Base:
    def m(self): return "m"
class C(Base):
    def __init__(self, x): self.x = x
class S(Base):
    __slots__ = ("x",)
class Other: pass
def two(self, x): self.x = -x
def three(self, x): self.x = x * 3
def make(n):
    for i in range(n): o = C(i)
    return o.x
def read(o, n):
    for i in range(n): r = o.x
    return r
def call(o, n):
    for i in range(n): r = o.m()
    return r
"""


def site(ns, kind):
    op = {"make": "Call", "read": "LoadAttr", "call": "LoadMethod"}[kind]
    rows = [s for s in guards.stats(ns[kind]) if s["op"].startswith(op)]
    return rows[-1] if rows else {"op": "-", "strategy": "-", "state": "-", "misses": 0}


def cost(ns, kind, args, change):
    ns[kind](*args, 50)
    before, missed = guards.stats(), site(ns, kind)["misses"]
    change()
    after = guards.stats()
    walked, invalidated = (after[k] - before[k] for k in ("dependants_walked", "invalidations"))
    r = ns[kind](*args, 3)
    missed = site(ns, kind)["misses"] - missed
    return f"walked {walked}, invalidated {invalidated}, failed {missed}, then {site(ns, kind)['op']}, {r}"


def measure(strategy):
    guards.configure("off,backoff=always," + ",".join(f"{o}:{strategy}" for o in OPTS))
    ns = {}
    exec(SOURCE, ns)
    C, Base, Other = (ns[n] for n in ("C", "Base", "Other"))
    o, s = C(7), ns["S"]()
    vars(o)["y"] = 1
    s.x = 1
    print("--", strategy)
    plans = {"make": (), "read": (o,), "call": (s,)}
    for kind, args in plans.items():
        ns[kind](*args, 50)
        row = site(ns, kind)
        print(f"{kind}: {row['op']} by {row['strategy']}, {row['state']}")
    for what, change in [
        ("another class", lambda: setattr(Other, "y", 1)),
        ("another name of the class", lambda: setattr(C, "y", 1)),
        ("the code of __init__", lambda: setattr(C.__init__, "__code__", ns["two"].__code__)),
        ("another __init__", lambda: setattr(C, "__init__", ns["three"])),
        ("a __new__", lambda: setattr(Base, "__new__", lambda cls, x=0: object.__new__(cls))),
    ]:
        print(f"  make, {what}: {cost(ns, 'make', (), change)}")
    for what, change in [
        ("another name of the base", lambda: setattr(Base, "z", 1)),
        ("another value", lambda: setattr(o, "x", 8)),
        ("a property of the name", lambda: setattr(C, "x", property(lambda self: "p", lambda self, v: None))),
    ]:
        print(f"  read, {what}: {cost(ns, 'read', (o,), change)}")
    print(f"  call, the method: {cost(ns, 'call', (s,), lambda: setattr(Base, 'm', lambda self: 'n'))}")


OPTS = ("attr-load", "method-load", "call-py")
for name in ("off", "none", "entry", "epoch", "dictver", "keysver", "cell", "watch-dict", "watch-key"):
    measure(name)
measure("entry,recheck=never")
guards.configure("on")
