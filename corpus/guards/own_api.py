# [ours] Places, on_fail, costs, times, settings one by one, and the trace's events.
import json
import guards


def f(x=1):
    return "slow"


def fast(x=1):
    return "fast"


K = 1
told = []
guard = guards.GuardGlobals("K")
s = guards.specialize(f, fast, [guard], where="site", on_fail=lambda *a: told.append(a))
print(s.where, s.state, guard.cost_ns)
print([f() for _ in range(100)].count("fast"), guard.executed < 100, guard.cost_ns > 0)
K = 2
print(f(), told == [(s, guard, 2)], s.state, s.cause is guard, guards.get_specialized(f))
K = 3
args = guards.GuardArgType(0, int)
s = guards.specialize(f, fast, [args, guards.GuardGlobals("K")], on_fail=lambda s, g, r: told.append(r))
told.clear()
print(s.where, f(1), f("a"), f(2), told, args.executed, s.hits, s.misses)


def angry(*_):
    raise RuntimeError("told")


s = guards.specialize(f, fast, [guards.GuardArgType(0, str)], on_fail=angry)
try:
    f(2.5)
except RuntimeError as e:
    print(e, s.state)
guards.remove_specialized(f)
for bad in (dict(where="anywhere"), dict(on_fail=1)):
    try:
        guards.specialize(f, fast, [args], **bad)
    except (ValueError, TypeError) as e:
        print(type(e).__name__, e)


class Site(guards.Guard):
    def check(self, args, kwargs):
        return 0


own = Site()
s = guards.specialize(f, fast, [own, guards.GuardGlobals("K")], where="site")
print([f() for _ in range(10)].count("fast"), own.executed)
guards.remove_specialized(f)

guards.configure("on")
print(guards.policy("pypy"), guards.policy(), guards.policy("exp:5:9"), guards.settings()["attr-load"])
print(guards.strategy("attr-load", "watch-key"), guards.strategy("attr-load"), guards.strategy("method-load"))
print(set(guards.strategy(strategy="epoch").values()), guards.policy())
for bad in (lambda: guards.policy("never again"), lambda: guards.strategy("attr-load", "hope"),
            lambda: guards.strategy("hope"), lambda: guards.strategy("attr-load", "kind"),
            lambda: guards.strategy("global-store", "cell")):
    try:
        bad()
    except ValueError as e:
        print(e)
print(guards.policy())
guards.configure("on")

SOURCE = """
class C:
    def __init__(self): self.x = 1
    def m(self): return 1
K = 1
def g(c):
    return K, c.x, c.m()
"""


def traced(settings, mutations):
    guards.configure(settings)
    ns = {"__name__": "traced"}
    exec(compile(SOURCE, "traced.py", "exec"), ns)
    c, events = ns["C"](), []
    guards.trace(events.append)
    for i in range(200):
        ns["g"](c)
        if i in (50, 100, 150):
            mutations(ns)
    guards.trace(None)
    guards.record(False)
    rows = [json.loads(e) for e in events]
    return [(r["ev"], r["assume"]) for r in rows
            if r["site"].startswith("traced.py:7:") and r.get("assume") in ("K", "x", "m")]


def summary(events):
    out = {}
    for ev, name in events:
        out.setdefault(name, []).append(ev)
    return out


print(summary(traced("watch-key,backoff=strikes:2", lambda ns: ns.update(K=2))))
print(summary(traced("entry,backoff=always", lambda ns: ns.update(K=5 if ns["K"] == 1 else 1))))
print(summary(traced("keysver,backoff=always", lambda ns: setattr(ns["C"], "y", 1))))
print(summary(traced("cell", lambda ns: setattr(ns["C"], "__getattribute__", object.__getattribute__))))
guards.configure("on,record")
before = guards.time_in_tiers()
for i in range(3000):
    f()
after = guards.time_in_tiers()
print(sorted(after), all(after[k] >= before[k] for k in after), after["special_ns"] > before["special_ns"])
guards.configure("on")


def h(c):
    return c.x


ns = {}
exec(SOURCE, ns)
c = ns["C"]()
with guards.record():
    for _ in range(20):
        h(c)
print({k: v for k, v in guards.stats(h)[0].items() if k in (
    "line", "op", "opt", "strategy", "state", "hits", "misses", "deopts", "respecialised", "backoff_next")})
