# Tuples as keys: equality, hash, mixed number types, nesting.
d = {(1, 2): "ints", ("a",): "str", (): "empty", ((1,), 2): "nested", (None, True): "consts"}
print(d[1, 2], d[1.0, 2], d[(True, 2 + 0j)], d["a",], d[()], d[(1,), 2], d[None, 1], (2, 1) in d, len(d))
for t in [(), (1,), (1, 2), (1.0, 2), (0, -1), (-1, 0), (-2,), (2 ** 61 - 1,), ((), ((),)), (0.5, 1.5), (True, False), (1, (2, (3, (4,))))]:
    print(t, hash(t), hash(t) == hash(tuple(t)))
print(hash((1, 2)) == hash((2, 1)), hash((1, 2, 3)) == hash(((1, 2), 3)), hash((0,)) == hash((False,)))
for bad in [([],), (1, {}), ((1, ({2},)),), (bytearray(),)]:
    for fn in (hash, lambda x: {x: 1}, lambda x: {x}, lambda x: x in {}, lambda x: d.get(x)):
        try:
            print(fn(bad))
        except TypeError as e:
            print(bad, e)
seen = set()
for x in range(-3, 4):
    for y in range(-3, 4):
        seen.add((abs(x), abs(y)))
        seen.add((abs(y), abs(x)))
print(len(seen), sorted(seen)[:5])


class Key(tuple):
    def __hash__(self):
        return 42

    def __eq__(self, other):
        return len(self) == len(other)

    def __ne__(self, other):
        return not self == other


k = {Key("ab"): 1, Key("cd"): 2, Key("x"): 3}
print(k, Key("zz") in k, Key("abc") in k, ("a", "b") in k, Key("ab") == (9, 9), (9, 9) == Key("ab"), Key("ab") != "xy")
nan = float("nan")
print((nan,) == (nan,), (nan,) == (float("nan"),), (nan,) in {(nan,)}, ((nan,), 1) < ((nan,), 2), (1, nan) < (1, nan), (nan, 1) < (nan, 2))
memo = {}


def grid(r, c):
    if (r, c) not in memo:
        memo[r, c] = 1 if r == 0 or c == 0 else grid(r - 1, c) + grid(r, c - 1)
    return memo[r, c]


print(grid(10, 10), len(memo), memo[3, 4], sorted(memo)[-1], max(memo.items(), key=lambda p: p[1]))
del memo[10, 10], memo[(1, 1)]
print((10, 10) in memo, len(memo))
points = {(x, y, z) for x in (0, 1) for y in (0, 1) for z in (0, 1)}
edges = {frozenset((p, q)) for p in points for q in points if sum(a != b for a, b in zip(p, q)) == 1}
print(len(points), len(edges), sorted(sorted(e) for e in edges)[0])
