# [ours] Settings, policies and their errors; a policy's limits are kept.
import guards

guards.configure("on")
print(guards.strategy("builtin-load"), guards.strategy()["binop-type"], guards.policy())
guards.configure("off,attr-load:on,backoff=exp:5:9")
print(guards.strategy(), guards.policy(), guards.settings()["unsound"])


def unsound():
    # Globals that are read here stay what they were.
    guards.configure("none")
    r = guards.settings()
    guards.configure("on")
    return r["global-load"], r["unsound"]


print(unsound())
for text in ("sometimes", "inlining:off", "builtin-load:never", "backoff=soon", "recheck=x", "colour=red",
             "binop-type:cell", "call-py:epoch", ""):
    try:
        guards.configure(text)
    except ValueError as e:
        print(e)
try:
    guards.strategy("inlining")
except ValueError as e:
    print(e)
sound = [(o, s) for o, s, what in guards.combinations() if what == "sound"]
print(len(guards.combinations()), len(sound), [(o, s) for o, s, what in guards.combinations() if what == "unsound"])
print(guards.policies())


def fresh():
    ns = {"K": 1}
    exec("def f():\n    return K\n", ns)
    return ns, ns["f"]


def state(f):
    return [(s["op"], s["state"], s["misses"]) for s in guards.stats(f) if s["assume"] == "K"]


for policy in ("always", "never", "strikes:3", "exp:4:16", "cell:2", "budget:2/1e6", "fat", "pypy", "hotspot"):
    guards.configure("dictver,backoff=" + policy)
    ns, f = fresh()
    row = []
    for i in range(5):
        for _ in range(40):
            f()
        ns["K"] = i
        f()
        row.append(f())
    for _ in range(40):
        f()
    print(policy, row, state(f))

guards.configure("on")
