# [ours] Which guards the analysis leaves out, why, and that they are back when what they rest on is gone.
import guards

SOURCE = """
def f(g):
    return g(A, B, len, min)
def g(*args):
    return args
def other(x):
    return (A, x + B, C)
"""


def forms(func):
    return " ".join(s["op"] for s in guards.stats(func) if s["assume"])


for setting in ("keysver", "entry", "epoch", "dictver", "cell", "watch-key", "watch-keyset", "keysver,analysis=off"):
    guards.configure(setting + ",call-fold:off,dead-branch:off,backoff=always")
    ns = {"A": 1, "B": 2, "C": 3}
    exec(SOURCE, ns)
    f, g, other = ns["f"], ns["g"], ns["other"]
    for i in range(10):
        f(g), other(1)
    print("--", setting)
    print(forms(f), "|", forms(other))
    ns["new"] = 0
    print(f(g)[:2], forms(f))
    f(g)
    print(f(g)[:2], forms(f))
    ns["B"] = 5
    print(f(g)[:2], other(1), forms(f), "|", forms(other))
guards.configure("keysver")
ns = {"A": 1, "B": 2, "C": 3}
exec(SOURCE, ns)
for i in range(10):
    ns["f"](ns["g"])
print([line.split(";")[1].strip() for line in guards.explain(ns["f"]).splitlines() if "LoadGlobal" in line])
try:
    guards.configure("analysis=maybe")
except ValueError as e:
    print(e)
