# Sets whose keys come and go: probing passes the places of deleted keys, and reuses them.


def churn(keys, rounds):
    s = set()
    trail = []
    for r in range(rounds):
        for k in keys:
            if (hash(k) + r) % 3:
                s.add(k)
            else:
                s.discard(k)
        trail.append((len(s), sorted(s, key=repr)[:4]))
    return s, trail


for keys in (
    list(range(20)),
    [i * 32 for i in range(20)],
    [i * 33 - 500 for i in range(60)],
    [-1, -2, 0, 1, True, False, 2.0, 2, 1 << 61, (1 << 61) - 1],
    [(i, -i) for i in range(12)],
    [float(i) / 4 for i in range(24)],
):
    s, trail = churn(keys, 7)
    print(list(s))
    print(trail)

s = {0, 32, 5, 6, 7, 8, 9, 10, 11}
s.discard(0)
s.add(64)
s.remove(5)
s.add(96)
print(list(s), 0 in s, 64 in s, 5 in s, 96 in s, 5 not in s)


class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return self.n % 4

    def __eq__(self, other):
        print("eq", self.n, getattr(other, "n", other))
        return self.n == getattr(other, "n", other)

    def __repr__(self):
        return f"K{self.n}"


s = {Key(0), Key(4), 1}
print(len(s), 4 in s, 0 in s, 1 in s, Key(1) in s, Key(8) in s)
s.discard(4)
s.add(0)
print(s)


def member(container, keys):
    hits = []
    for k in keys:
        if k in container:
            hits.append(k)
        if k not in container:
            hits.append(~k)
    return hits


keys = [1, 2, 3, 64, 7] * 12
for c in ({1, 2}, frozenset([2, 3]), {64: 1}, [1], (7,), {1: 2, 3: 4}, {"a"}):
    print(member(c, keys)[:12])


def constant(k):
    return [k in {1, 2, 3}, k in {"a", "b"}, k not in {1, "a"}] if k in {1, "b", 3} else None


print([constant(k) for k in [1, "a", "b", 2, 3, 4, None, 1.0, "c"] * 6][-9:])
try:
    [] in {1}
except TypeError as e:
    print(e)
print([k for k in (set(), {1}) if k in {frozenset(), frozenset([1])}])
