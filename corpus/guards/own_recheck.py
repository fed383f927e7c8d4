# [ours] When the strategy entry looks again at what it checked: never, at the next jump backwards or call, or
# at each use.
import guards

SOURCE = """
K = 1
def change():
    global K
    K = 2
def straight(act):
    a = K
    act()
    return a, K
def loop(act):
    seen = []
    for i in range(4):
        seen.append(K)
        if i == 1:
            act()
            seen.append(K)
    return seen
def nothing(): pass
def endless():
    while True:
        yield K
"""


def measure(recheck):
    guards.configure(f"off,global-load:entry,recheck={recheck}")
    ns = {}
    exec(SOURCE, ns)
    for kind in ("straight", "loop"):
        ns["K"] = 1
        for _ in range(60):
            ns[kind](ns["nothing"])
        op = [s["op"] for s in guards.stats(ns[kind]) if s["assume"] == "K"][0]
        print(f"{recheck}, {kind}: {op}, {ns[kind](ns['change'])}, then {ns[kind](ns['nothing'])}")


def suspended(recheck):
    guards.configure(f"off,global-load:entry,recheck={recheck}")
    ns = {}
    exec(SOURCE, ns)
    g = ns["endless"]()
    seen = {next(g) for _ in range(60)}
    ns["change"]()
    fresh = ns["endless"]()
    print(f"{recheck}, suspended: {seen}, then {next(g)} {next(g)}, begun anew {next(fresh)}")


# No loop over a global: what is measured may not see it change.
measure("never")
measure("backedge")
measure("call")
suspended("never")
suspended("backedge")
suspended("call")
guards.configure("on")
