# [ours] [slow] The presets of other machines lose a site's speed at the counts measured there; ours do not.
import guards

SOURCE = """
class C:
    def __init__(self): self.x = 1
    def m(self): return 1
K = 1
def builtin(c): return len("ab")
def name(c): return K
def attribute(c): return c.x
def method(c): return c.m()
def f(): return 1
def g(): return 1
def call(c): return f()
def churn(names, times, calls):
    for i in times:
        for _ in calls: builtin(None)
        names["extra"] = 1
        del names["extra"]
"""
WHAT = {"attribute": "attr-load", "method": "method-load", "call": "call-py"}


def fresh(settings):
    guards.configure(settings)
    ns = {"__builtins__": {"len": len, "__build_class__": __build_class__, "staticmethod": staticmethod}, "__name__": "m"}
    exec(SOURCE, ns)
    return ns


def live(ns, kind):
    """Whether the site that matters is specialised: by its name, or else by what it does."""
    which = {"builtin": ("assume", "len"), "name": ("assume", "K")}.get(kind) or ("opt", WHAT[kind])
    return any(s[which[0]] == which[1] and s["state"] == "special" for s in guards.stats(ns[kind]))


def lost(settings, kind, mutate, most, quiet=60, step=1):
    """After how many mutations, with calls between, the site stays generic in spite of quiet calls."""
    ns = fresh(settings)
    c, func = ns["C"](), ns[kind]
    for n in range(1, most + 1):
        for _ in range(quiet):
            func(c)
        mutate(ns, n)
        if n % step == 0:
            for _ in range(4200):
                func(c)
                if live(ns, kind):
                    break
            else:
                return n
    return f"not within {most}"


def rebind(ns, n): ns["K"] = n
def add_global(ns, n):
    ns["extra"] = 1
    del ns["extra"]
def builtin(ns, n): ns["__builtins__"]["len"] = (len, lambda s: 9)[n % 2]
def class_attribute(ns, n): ns["C"].y = n
def code(ns, n): ns["f"].__code__ = ns["g"].__code__
def defaults(ns, n): ns["f"].__defaults__ = None


CHANGES = [("name", rebind), ("name", add_global), ("builtin", builtin), ("method", class_attribute),
           ("attribute", class_attribute), ("call", code), ("call", defaults)]
STRATEGIES = {"keysver": ("theseus", "cpython311", "cpython312", "cpython313", "hotspot", "fat"),
              "dictver": ("theseus", "cpython313", "hotspot", "fat", "breakeven"),
              "watch-dict": ("theseus", "tier2", "hotspot"), "watch-key": ("theseus", "pypy", "v8", "hotspot"),
              "watch-keyset": ("theseus", "cpython312", "hotspot", "fat")}
for strategy, presets in STRATEGIES.items():
    for preset in presets:
        print(preset, "by", strategy)
        for kind, change in CHANGES:
            most = 1005 if preset == "cpython313" and kind in ("method", "attribute") else 105
            most = 12 if preset in ("theseus", "breakeven") else most
            n = lost(f"{strategy},inline:off,call-fold:off,backoff={preset}", kind, change, most)
            print(f"  {kind}, {change.__name__}: {n}")

# CPython 3.12 has 2^16 versions of keys for all dicts of a process; each attempt here takes one.
def versions(strategy, preset, *counts):
    """Whether the site is specialised after so many key versions and some quiet calls."""
    ns = fresh(f"{strategy},call-fold:off,backoff={preset}")
    done, seen = 0, []
    for n in counts:
        ns["churn"](ns, range(n - done), range(60))
        done = n
        for _ in range(2000):
            ns["builtin"](None)
        seen.append((n, live(ns, "builtin")))
    return seen


# The count is the process's: the strategy that comes second finds none left.
for preset in ("cpython312", "cpython311", "theseus"):
    print("key versions:", preset, versions("watch-keyset", preset, 65_000, 65_600))
    print("key versions:", preset, versions("keysver", preset, 100))


def steps(preset):
    """What becomes of a name that is rebound once and again, to another class at last."""
    ns = fresh(f"watch-key,backoff={preset}")
    seen = []
    for value in (1, 2, 3, "text", 4, 5):
        ns["K"] = value
        for _ in range(60):
            ns["name"](None)
        seen += [s["op"] for s in guards.stats(ns["name"]) if s["assume"] == "K"]
    return seen


for preset in ("v8", "pypy", "cell:2", "theseus"):
    print(preset, steps(preset))


def noisy(preset, period, n=4000):
    """How often a site is specialised anew where its name is rebound every so many calls."""
    ns = fresh(f"watch-key,backoff={preset},record")
    func = ns["name"]
    for i in range(n):
        func(None)
        if i % period == 0:
            ns["K"] = i
    for _ in range(200):
        func(None)
    s = [s for s in guards.stats(func) if s["assume"] == "K"][0]
    return s["misses"], s["state"]


for period in (5, 50, 70, 500):
    print("every", period, "calls:", {p: noisy(p, period) for p in ("always", "breakeven:64", "theseus")})
guards.configure("on")
