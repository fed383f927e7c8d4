# Every dict method on globals between two reads; order and position change.
Z = 1
def read(): return Z, len("ab")
g = globals()
def sure():
    return [read() for _ in range(40)][-1]
print(sure())
v = g.pop("Z"); g["Z"] = v + 1; print(sure())
g.update(Z=3, Y=1); print(sure())
g |= {"Z": 4}; print(sure())
g.setdefault("Z", 9); print(sure())
g.__setitem__("Z", 5); print(sure())
dict.__setitem__(g, "Z", 6); print(sure())
dict.update(g, Z=7); print(sure())
g.__delitem__("Z"); g.__ior__({"Z": 8}); print(sure())
def refill(d, c): d.clear(); d.update(c); d["Z"] = 9
refill(g, dict(g)); print(sure())
dict.__init__(g, Z=10); print(sure())
for k in [f"k{i}" for i in range(200)]: g[k] = k
print(sure())
for k in [f"k{i}" for i in range(200)]: del g[k]
Z = 11; print(sure())
setattr(__import__("sys").modules["__main__"], "Z", 12); print(sure())
vars()["Z"] = 13; print(sure())
