# [ours] What each strategy writes into the code, what a mutation costs, and who is told.
import guards

SOURCE = """
def reads(n):
    for i in range(n):
        x = K
    return x
def calls(n):
    s = "ab"
    for i in range(n):
        x = len(s)
    return x
"""


def site(func, name):
    return [s for s in guards.stats(func) if s["assume"] == name][0]


def tell(func, name):
    s = site(func, name)
    return f"{s['op']}/{s['state']}"


def cost(change, func, name):
    before, missed = guards.stats(), site(func, name)["misses"]
    change()
    after = guards.stats()
    walked, invalidated = (after[k] - before[k] for k in ("dependants_walked", "invalidations"))
    r = func(3)
    missed = site(func, name)["misses"] - missed
    return f"walked {walked}, invalidated {invalidated}, failed {missed}, then {tell(func, name)}, {r}"


def measure(strategy):
    # All names of this function are local: `none` would freeze globals.
    guards.configure(strategy + ",backoff=always")
    own = {"len": len, "range": range}
    ns = {"K": 1, "other": 0, "__builtins__": own}
    exec(SOURCE, ns)
    reads, calls = ns["reads"], ns["calls"]
    reads(50), calls(50)
    print("--", strategy)
    try:
        print("global:", tell(reads, "K"))
    except IndexError:
        print("no site", reads(3))
        return
    print("builtin:", tell(calls, "len"))
    for what, change in [
        ("another value of another global", lambda: ns.update(other=1)),
        ("another value of the name", lambda: ns.update(K=2)),
        ("a new global", lambda: ns.update(new=1)),
    ]:
        reads(50)
        print(f"  {what}: {cost(change, reads, 'K')}")
    for what, change in [
        ("another builtin", lambda: own.update(brand=1)),
        ("the builtin", lambda: own.update(len=lambda x: "mock")),
        ("a global that shadows", lambda: ns.update(len=lambda x: "shadow")),
    ]:
        calls(50)
        print(f"  {what}: {cost(change, calls, 'len')}")


for name in ("off", "entry", "epoch", "dictver", "keysver", "cell", "watch-dict", "watch-key", "watch-keyset", "none"):
    measure(name)
    guards.configure("off")
guards.configure("on")
