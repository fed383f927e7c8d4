# Sets changed during iteration, nested sets, big sets.
s = {1, 2, 3}
try:
    for x in s:
        s.add(x + 100)
except RuntimeError as e:
    print(e, len(s))
s = {1, 2, 3}
try:
    for x in s:
        s.discard(x)
except RuntimeError as e:
    print(e, len(s))
s = {1}
try:
    for x in s:
        s.remove(x)
except RuntimeError as e:
    print(e, s)
it = iter({5})
print(it.__length_hint__(), next(it), it.__length_hint__(), next(it, "end"), type(it).__name__)
s = set(range(1000))
for x in list(s):
    if x % 3:
        s.discard(x)
print(len(s), sum(s), max(s), min(s), 333 in s, 334 in s)
s -= set(range(0, 1000, 6))
print(len(s), sorted(s)[:5], sorted(s)[-3:])
inner = frozenset({1})
outer = {inner, frozenset({2}), frozenset({1})}
print(len(outer), inner in outer, {1} in outer, frozenset({2}) in outer, sorted(map(sorted, outer)))
outer.discard({1})
print(len(outer))
outer.remove(set([2]))
print(outer)
subsets = {frozenset(x for i, x in enumerate("abc") if n >> i & 1) for n in range(8)}
print(len(subsets), sorted("".join(sorted(x)) for x in subsets))


class K:
    def __init__(self, v):
        self.v = v

    def __hash__(self):
        return 7

    def __eq__(self, other):
        return self.v == other.v

    def __repr__(self):
        return f"K{self.v}"


ks = {K(i % 4) for i in range(20)}
print(sorted(ks, key=lambda k: k.v), K(2) in ks, K(5) in ks, len(ks | {K(9)}), sorted((ks & {K(1), K(8)}), key=str), sorted(ks - {K(1)}, key=str))
primes = set(range(2, 100))
for n in range(2, 10):
    primes -= set(range(n * n, 100, n))
print(sorted(primes))
a = set("abracadabra")
b = set("alacazam")
print(sorted(a - b), sorted(a | b), sorted(a & b), sorted(a ^ b))
print({x % 5 for x in range(100)} == set(range(5)), len({"%d" % (x % 7) for x in range(50)}), sorted({(x, y) for x in range(2) for y in range(2)}), sorted({*"ab", *"bc"}))
x = {1, 2}
y = x
y |= {3}
x = x | {4}
print(sorted(x), sorted(y), x is y)
