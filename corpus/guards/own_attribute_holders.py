# [ours] What each strategy writes for attributes of modules, of classes, of members, and for calls with
# defaults; what mutations cost, and who is told.
import guards, types

SOURCE = """
class Base:
    tag = 1
    def f(*a): return 1
class C(Base):
    @property
    def p(self): return 1
class S:
    __slots__ = ("x", "y")
c, s = C(), S()
s.x = s.y = 1
def g(a=1): return a
def module(n):
    for i in range(n): r = m.v
    return r
def function(n):
    for i in range(n): r = m.f()
    return r
def of_class(n):
    for i in range(n): r = C.tag
    return r
def through(n):
    for i in range(n): r = c.tag
    return r
def getter(n):
    for i in range(n): r = c.p
    return r
def static(n):
    for i in range(n): r = C.f()
    return r
def member(n):
    for i in range(n): r = s.x
    return r
def put(n):
    for i in range(n): s.x = 1
    return s.x
def default(n):
    for i in range(n): r = g()
    return r
"""
SITES = {"module": "LoadAttr", "function": "LoadMethod", "of_class": "LoadAttr", "through": "LoadAttr",
         "getter": "LoadAttr", "static": "LoadMethod", "member": "LoadAttr", "put": "StoreAttr", "default": "Call"}


def site(ns, kind):
    rows = [s for s in guards.stats(ns[kind]) if s["op"].startswith(SITES[kind])]
    return rows[0] if rows else {"op": "-", "strategy": "-", "state": "-", "misses": 0}


def fresh():
    ns = {"m": types.ModuleType("m")}
    exec(SOURCE, ns)
    ns["m"].v, ns["m"].f = 1, lambda: 1
    return ns


class Special(types.ModuleType):
    @property
    def v(self): return "property"


def changes(ns, kind):
    C, S, m, g = (ns[n] for n in "CSmg")
    plain = [("another name", lambda: setattr(C, "y", 1))]
    if kind in ("module", "function"):
        name = "v" if kind == "module" else "f"
        return [("another name", lambda: setattr(m, "w", 1)), ("the name", lambda: setattr(m, name, lambda: 2)),
                ("the class", lambda: setattr(m, "__class__", Special))]
    if kind in ("of_class", "through", "getter", "static"):
        name = {"static": "f", "getter": "p"}.get(kind, "tag")
        return plain + [("of the base", lambda: setattr(ns["Base"], "z", 1)), ("the name", lambda: setattr(C, name, int)),
                        ("the bases", lambda: setattr(C, "__bases__", (ns["Base"],)))]
    if kind in ("member", "put"):
        return [("another name", lambda: setattr(S, "z", 1)), ("the name", lambda: setattr(S, "x", S.y))]
    return [("the defaults", lambda: setattr(g, "__defaults__", (2,))),
            ("the code", lambda: setattr(g, "__code__", (lambda a: ("code", a)).__code__))]


def measure(strategy):
    guards.configure("off,backoff=always," + ",".join(f"{o}:{strategy}" for o in OPTS))
    print("--", strategy)
    for kind in SITES:
        ns = fresh()
        ns[kind](50)
        s = site(ns, kind)
        print(f"{kind}: {s['op']} by {s['strategy']}, {s['state']}")
        for what, change in changes(ns, kind):
            ns[kind](50)
            before, missed = guards.stats(), site(ns, kind)["misses"]
            change()
            after = guards.stats()
            walked, invalidated = (after[k] - before[k] for k in ("dependants_walked", "invalidations"))
            r = ns[kind](3)
            missed = site(ns, kind)["misses"] - missed
            shown = r if isinstance(r, (int, str, tuple)) else type(r).__name__
            print(f"  {what}: walked {walked}, invalidated {invalidated}, failed {missed}, then {site(ns, kind)['op']}, {shown}")


OPTS = ("attr-load", "attr-store", "method-load", "call-py")
for name in ("off", "none", "entry", "epoch", "dictver", "keysver", "cell", "watch-dict", "watch-key"):
    measure(name)
guards.configure("on")
