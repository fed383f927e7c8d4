# All the ways to write a namespace without naming it.
g = globals()
K = 1


def read():
    try:
        return K
    except NameError:
        return "gone"


def warm():
    for _ in range(60):
        read()
    return read()


print(warm())
g["K"] = 2
print(warm())
g.update(K=3)
print(warm())
g |= {"K": 4}
print(warm())
print(g.pop("K"), warm())
print(g.setdefault("K", 5), warm())
print(g.setdefault("K", 6), warm())
g.__setitem__("K", 7)
print(warm())
g.__delitem__("K")
print(warm())
dict.__setitem__(g, "K", 8)
print(warm())
dict.update(g, {"K": 9})
print(warm())
del g["K"]
g["K"] = 10
while True:
    name, value = g.popitem()
    if name == "K":
        print(value, warm())
        break
g["K"] = 11
print(warm())
exec("K = 12")
print(warm())
exec("del K")
print(warm())
setattr(__import__("__main__"), "K", 13)
print(warm())
delattr(__import__("__main__"), "K")
print(warm())
vars(__import__("__main__"))["K"] = 14
print(warm())
for K in range(3):
    read()
print(warm())
import os.path as K
print(warm() is K)
from math import pi as K
print(warm())
with open(__file__) as K:
    print(warm() is K)
try:
    1 / 0
except ZeroDivisionError as K:
    print(warm() is K)
print(warm())
class K: pass
print(warm().__name__)
def K(): pass
print(warm().__name__)
[K := i for i in range(20)]
print(warm())
g["".join(["K"])] = "computed"
print(warm())
