# Assignment order, augmented assignment, chained and nested targets.
log = []


class T:
    def __init__(self, name):
        object.__setattr__(self, "name", name)

    def __setattr__(self, k, v):
        log.append(f"{self.name}.{k}={v}")

    def __getattr__(self, k):
        log.append(f"get {self.name}.{k}")
        return 10

    def __setitem__(self, k, v):
        log.append(f"{self.name}[{k}]={v}")

    def __getitem__(self, k):
        log.append(f"get {self.name}[{k}]")
        return 20

    def __delitem__(self, k):
        log.append(f"del {self.name}[{k}]")


def f(x):
    log.append(f"eval {x}")
    return x


def flush():
    print("; ".join(map(str, log)))
    log.clear()


a, b = T("a"), T("b")
a.x = b.y = f(1)
flush()
a[f(1)], b[f(2)] = f(3), f(4)
flush()
a.x += f(5)
a[f("k")] += f(6)
flush()
try:
    a[f(0)][f(1)] = f(2)
except TypeError as e:
    log.append(e)
flush()
(a.p, [b.q, *a.r]), b[f("z")] = (1, "xyz"), f("last")
flush()
for a.loop in f([1, 2]):
    pass
for a[f("i")] in "q":
    pass
flush()
del a[f(1)], a[f(2):f(3)], a[f(4), f(5)]
flush()
a[f(1):f(2)] = f(3)
a[f(1):f(2):f(3)] += f(4)
a[f(1), f(2):f(3), ...] = f(4)
flush()
{f("key1"): f("v1"), f("key2"): f("v2")}
[f(1), *f([2]), f(3)]
print(f(1) + f(2) * f(3), f(0) or f(1), f(1) if f(0) else f(2), f(1) < f(2) < f(0), sep=f("|"), end=f("!\n"))
flush()
x = [1, 2, 3]
i = 0
i = x[i] = 2
print(i, x)
x, y = y, x = 1, [2, 3]
print(x, y)
n = m = []
n += [1]
print(m)
n = n + [2]
print(m, n)
s = "a"
s += "b"
s *= 2
print(s)
v = 7
v //= 2; v **= 3; v %= 10; v <<= 4; v |= 1; v ^= 3; v &= 0xFE; v >>= 1; v -= 1; v /= 2
print(v)
p = q = r = 5,
print(p, q is r)
u: int = 5
w: "undefined annotation"
print(u, __annotations__)
class An:
    field: int = 1
    other: str
    a.attr: f("evaluated") = 2
    (par): int = 3
print(An.__annotations__, An.par)
def local():
    z: not_evaluated = 1
    return z
print(local())
flush()
for code in ["a.b: undefined_ann = 1", "x: undefined_ann = 1", "undefined_target.x: int", "undefined += 1", "z = undefined_rhs", "(1).x = 5", "None.x = 1", "len.x = 1", "a, b = 1", "a, b = 1, 2, 3", "(a, b), c = 1, 2", "a = *[1], 2", "[a, b] = 'xy'; print(a, b)"]:
    try:
        exec(code)
        print(code, "ok")
    except Exception as e:
        print(code, "!", type(e).__name__, e)
