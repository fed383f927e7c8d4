# Insertion order under growth, deletion, update and popitem.
d = {}
for i in range(50):
    d[i * 37 % 101] = i
print(list(d.items())[:6], list(d.items())[-3:], len(d))
for k in list(d)[::2]:
    del d[k]
print(list(d)[:8], len(d))
d["late"] = 0
d[74] = "again"
print(list(d)[-3:], d.popitem(), d.popitem(), list(d)[-1])
while len(d) > 5:
    d.popitem()
print(d)
d.update({"x": 1, list(d)[0]: "updated"})
print(d)
a = {"x": 1, "y": 2}
b = {"y": 2, "x": 1}
print(a == b, list(a) == list(b), list((a | b)), list((b | a)), str(a) == str(b))
for i in range(1000):
    a[i] = i
    if i >= 3:
        del a[i - 3]
print(a, len(a))
first = next(iter(a))
a[first] = a.pop(first)
print(list(a))
print({**{"c": 1}, "a": 2, **{"b": 3, "c": 4}}, dict(c=1, a=2, b=3), {k: None for k in "hello"}, list(dict.fromkeys("mississippi")))


def kw(**kwargs):
    return list(kwargs.items())


print(kw(z=1, a=2, **{"m": 3}, b=4))


class C:
    z = 1
    a = 2
    m = 3

    def __init__(self):
        self.q = 1
        self.b = 2


print([n for n in vars(C) if not n.startswith("_")], list(vars(C())))
groups = {}
for word in "the cat sat on the mat with a hat and the bat".split():
    groups.setdefault(len(word), []).append(word)
print(groups, dict(sorted(groups.items())), {k: sorted(set(v)) for k, v in groups.items()})
keys = [0, -1, -2, 1 << 61, (1 << 61) - 1, 2.5, "s", b"s", (), (1, "t"), None, True, frozenset({1}), 1j, range(3), int, len]
big = {k: n for n, k in enumerate(keys)}
print(list(big.values()), all(big[k] == n for n, k in enumerate(keys)), big[0j], big[float(1 << 61)], big[1], len(big))
