# Each way to write a namespace, and namespaces that are no plain dicts.
import builtins, collections, types
def check(tag, fn):
    rs = []
    for i in range(60):
        try: r = fn()
        except Exception as e: r = type(e).__name__ + ": " + str(e)
        if not rs or rs[-1] != r: rs.append(r)
    print(tag, rs)
K = 1
def reads(): return K, len("ab"), other() if "other" in globals() else None
check(0, reads)
globals().update(K=2); check("update", reads)
globals()["K"] = 3; check("item", reads)
globals().setdefault("K", 9); check("setdefault", reads)
globals().pop("K"); check("pop", reads)
globals().setdefault("K", 10); check("setdefault new", reads)
globals().__setitem__("len", lambda x: "G"); check("shadow", reads)
del globals()["len"]; check("del shadow", reads)
g = globals(); g |= {"K": 11}; check("ior", reads)
exec("K = 12"); check("exec", reads)
exec("global K\nK = 13", {}); check("exec other", reads)
exec("global K\nK = 14", globals(), {}); check("exec global", reads)
for K in range(20): pass
check("for", reads)
def forg():
    global K
    for K in (21, 22): pass
    with open(__file__) as K: pass
    try: 1/0
    except ZeroDivisionError as K: check("except", reads)
forg(); check("after except", reads)
def comp():
    global K
    [K := i for i in range(30)]
comp(); check("walrus", reads)
import math as K; K = K.floor(31.5); check("import", reads)
class K: pass
K = K.__name__; check("class", reads)
def K(): pass
K = K.__name__; check("def", reads)
del K; check("del", reads)
K = 5
match {"a": 40}:
    case {"a": K}: pass
check("match", reads)
class NS(dict):
    def __getitem__(self, k):
        if k == "K": log.append(k); return len(log)
        return dict.__getitem__(self, k)
    def __missing__(self, k): return ("missing", k)
log = []
src = "def r(): return K, len('ab')\nx = K\ny = zork"
ns = NS(K=1); exec(src, ns)
check("dict subclass globals", lambda: ns["r"]()[1]); print(len(log) > 0, ns["x"], dict.get(ns, "y"))
ns2 = {"K": 1}; loc = collections.ChainMap({}, {"K": 7}); exec("x = K\ny = [K for _ in range(3)]\nK = 8\nz = K", ns2, loc)
print(loc["x"], loc["y"], loc["z"], ns2["K"])
class BD(dict):
    def __missing__(self, k): return lambda *a: ("bmissing", k)
ns3 = {"__builtins__": BD(vars(builtins)), "K": 1}
del ns3["__builtins__"]["len"]
exec("def r(): return K, len('ab')", ns3)
check("builtins subclass", ns3["r"])
ns3["__builtins__"]["len"] = len; check("builtins subclass 2", ns3["r"])
ns4 = {"K": 1}; exec("def r(): return K, len('ab')", ns4); check("own", ns4["r"])
ns4["__builtins__"] = {"len": lambda x: "own"}; check("replaced later is not seen", ns4["r"])
exec("def r2(): return K, len('ab')", ns4); check("replaced seen by new", ns4["r2"])
ns4["__builtins__"]["len"] = lambda x: "own2"; check("own2", ns4["r2"])
ns4["__builtins__"].clear(); check("cleared", ns4["r2"])
m = types.ModuleType("m"); exec("def r(): return K", m.__dict__)
check("no K", m.r); m.K = 1; check("K", m.r); m.K = 2; check("K2", m.r); del m.K; check("del", m.r)
m.__dict__.update(K=3); check("upd", m.r); m.__dict__.clear(); check("clear", r if False else (lambda: 0))
b = vars(builtins)
b["K"] = "builtin K"; check("both", reads); K0 = K; del K; check("builtin", reads); K = 1; check("global again", reads)
del b["K"]; check("end", reads)
