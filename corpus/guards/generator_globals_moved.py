# Generators suspended inside expressions while their globals grow, shrink and are cleared.
ns = {"K": 1, "out": []}
exec("""
def g(n):
    for i in range(n):
        x = K + (yield K) + K
        out.append(x)
""", ns)
gens = []
for r in range(60):
    it = ns["g"](10); next(it); gens.append(it)
for r in range(5):
    for k, it in enumerate(gens):
        ns[f"n{r}_{k}"] = 1
        ns["K"] = k
        try: it.send(100)
        except StopIteration: pass
for k in list(ns):
    if k[0] == "n": del ns[k]
ns["K"] = 5
for it in gens: it.send(1)
print(len(ns["out"]), sum(ns["out"]), ns["out"][-3:])
keep = dict(ns); ns.clear()
try: gens[0].send(1)
except NameError as e: print(e)
ns.update(keep); ns["K"] = 50
print(next(gens[1]) if False else gens[1].send(2))
