# [ours] Folded calls, dead branches and unrolled ranges: the form of each strategy, and what mutations do.
import guards

SOURCE = """
def folded(n):
    for i in range(n):
        x = len("abc") + ord("a")
    return x
def branch(n):
    for i in range(n):
        if DEBUG: x = "debug"
        else: x = "plain"
    return x
def loop(n):
    for i in range(n):
        x = 0
        for j in range(2, 9, 3): x += j
    return x
"""


def site(func, opt):
    found = [s for s in guards.stats(func) if s["opt"] == opt]
    return f"{found[0]['op']}/{found[0]['state']}" if found else "no site"


def measure(strategy):
    guards.configure(strategy + ",backoff=always")
    own = {"len": len, "range": range, "ord": ord}
    ns = {"DEBUG": False, "other": 0, "__builtins__": own}
    exec(SOURCE, ns)
    print("--", strategy)
    for name, opt, key, value, new in [
        ("folded", "call-fold", "len", len, lambda s: 1000),
        ("branch", "dead-branch", "DEBUG", False, True),
        ("loop", "range-unroll", "range", range, lambda *a: range(a[0])),
    ]:
        func = ns[name]
        home = own if key in own else ns
        print(opt, func(50), site(func, opt))
        for what, change in [
            ("another name", lambda: home.update(other=1)),
            ("a new name", lambda: home.update({"new" + name: 1})),
            ("another value", lambda: home.update({key: new})),
            ("the old one again", lambda: home.update({key: value})),
            ("a shadow", lambda: ns.update({key: new})),
            ("no shadow", lambda: ns.pop(key) if home is own else ns.update({key: value})),
        ]:
            before = guards.stats()
            change()
            after = guards.stats()
            cost = after["dependants_walked"] - before["dependants_walked"]
            print(f"  {what}: walked {cost}, {func(3)}, {site(func, opt)}")
        func(3)
        print("  at rest:", site(func, opt))


for name in ("off", "entry", "epoch", "dictver", "keysver", "cell", "watch-dict", "watch-key", "watch-keyset"):
    measure(name)
    guards.configure("off")
guards.configure("on")


# One alone.
for opt in ("call-fold", "dead-branch", "range-unroll"):
    guards.configure("off," + opt + ":watch-key")
    ns = {"DEBUG": None}
    exec(SOURCE, ns)
    for name in ("folded", "branch", "loop"):
        ns[name](50)
        print(opt, name, {s["opt"] for s in guards.stats(ns[name])} - {"iter-type"})
guards.configure("on")
