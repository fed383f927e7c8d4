# Keys that are no exact strs and equal a name, in globals and in builtins.
class S(str):
    def __hash__(self): return str.__hash__(self)
    def __eq__(self, o): log.append(1); return str.__eq__(self, o)
log = []
ns = {"log": log}
exec("def f(): return K, len('ab')", ns)
ns["K"] = 1
for _ in range(50): ns["f"]()
del ns["K"]
ns[S("K")] = 2
print(ns["f"](), bool(log))
ns[S("len")] = lambda s: "S"
print([ns["f"]() for _ in range(30)][-1])
del ns["len"]
print(ns["f"]())
del ns["K"]
try: ns["f"]()
except NameError as e: print(e)
ns["K"] = 3
print([ns["f"]() for _ in range(30)][-1])
