# sort and sorted: stability, keys, reverse, errors part-way.
words = ["banana", "Apple", "cherry", "apple", "Banana", "fig", "", "kiwi"]
print(sorted(words), sorted(words, key=str.lower), sorted(words, key=len), sorted(words, key=len, reverse=True), sorted(words, reverse=True))
pairs = [(i * 7 % 5, i) for i in range(15)]
print(sorted(pairs, key=lambda p: p[0]))
print(sorted(pairs, key=lambda p: p[0], reverse=True))
print(sorted(pairs) == sorted(pairs[::-1]), sorted(pairs, key=lambda p: (-p[0], p[1]))[:4])
print(sorted("hello"), sorted({3: 1, 1: 2}), sorted([True, 2, 0.5, False]), sorted([]), sorted([1]), sorted(range(5, 0, -1)), sorted([[2], [1, 5], [1]]), sorted([(1, "b"), (1, "a")]))
a = [5, 3, 1]
print(a.sort(), a, a.sort(reverse=True), a, a.sort(key=lambda x: -x), a, a.sort(key=None, reverse=False))


class Item:
    compared = 0

    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        Item.compared += 1
        return self.v < other.v

    def __repr__(self):
        return f"I{self.v}"


items = [Item(x) for x in (3, 1, 2)]
print(sorted(items), Item.compared > 1, max(items, key=lambda i: i.v), sorted(items, reverse=True), min(items))
for bad in [[1, "a"], ["a", 1, None], [1j, 2j], [None, None], [{}, {}], [(1, "a"), (1, 2)], [[1], (1,)], [1, 2, "x", 3], [object, int]]:
    try:
        print(sorted(bad))
    except TypeError as e:
        print(e)
for fn in [lambda: sorted(5), lambda: sorted(), lambda: sorted([1], 2), lambda: sorted([1], key=5), lambda: sorted([1], foo=1), lambda: sorted([2, 1], key=lambda: 0), lambda: sorted([2, 1], key=lambda x: 1 / (x - 1)), lambda: sorted([1, 2], reverse="a"), lambda: sorted([1, 2], reverse=None)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
big = [(i * 7919) % 1009 for i in range(1009)]
print(sorted(big) == list(range(1009)), sorted(big, reverse=True)[:5], sum(a <= b for a, b in zip(sorted(big), sorted(big)[1:])))
runs = list(range(100)) + list(range(50, 0, -1)) + [25] * 30 + list(range(80, 120))
print(sorted(runs)[::17], sorted(runs, key=lambda x: x % 10)[:24], sorted(runs, key=lambda x: x // 10, reverse=True)[:12])
fl = [3.5, -1.0, float("inf"), 2, -0.0, 0, float("-inf"), 10 ** 30]
print(sorted(fl), sorted(fl, key=abs), sorted(fl, key=lambda x: -x))


def boom(x):
    if x == 2:
        raise ValueError("key failed")
    return x


b = [4, 3, 2, 1]
try:
    b.sort(key=boom)
except ValueError as e:
    print(e, b)
c = [3, 2, "x", 1]
try:
    c.sort()
except TypeError as e:
    print(e, sorted(map(str, c)))
