# Many keys come at once, in every way that dicts take them.
import sys
K = 5
def read():
    return K + len("ab")
def total(n):
    return sum(read() for _ in range(n))
print(total(100))
g = globals()
g.update({f"u{i}": i for i in range(500)})
print(total(100)); K = 6
print(total(100))
g |= {f"v{i}": i for i in range(500)}
K = 7
print(total(100))
for i in range(500):
    g.pop(f"u{i}")
print(total(100)); K = 8
print(total(100))
g.update(len=lambda s: 40)
print(total(100))
g.setdefault("fresh", 1)
print(total(50))
del g["len"]
print(total(50))
exec("".join(f"w{i} = {i}\n" for i in range(300)) + "K = 9")
print(total(50))
