# Globals that are a dict subclass, with its own __getitem__.
class Space(dict):
    def __missing__(self, key):
        log.append(key)
        if key == "virtual":
            return "made up"
        raise KeyError(key)


log = []
ns = Space()
exec("""
def f():
    out = []
    for i in range(60):
        out.append(len("ab"))
    return sum(out)
def g():
    return virtual
x = 0
for i in range(50):
    x += abs(-1)
""", ns)
print(ns["x"], ns["f"](), ns["g"]())
print(sorted(set(log)))
ns["len"] = lambda s: 5
print(ns["f"]())
del ns["len"]
print(ns["f"]())


class Both(dict):
    def __getitem__(self, key):
        if key == "answer":
            return 42
        return dict.__getitem__(self, key)


print(eval("answer", {}, Both()))
names = Both(y=1)
exec("for i in range(60):\n    z = answer + y\n    if i == 30: y = 2\n", {}, names)
print(names["z"], names["y"])
