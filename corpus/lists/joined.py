"""Lists and tuples joined, repeated and extended, by themselves too."""


class L(list):
    pass


for x in ([], [1, 2, 3], [0] * 520):
    for y in ([], [4], [5] * 520, L([7])):
        z = x + y
        assert len(z) == len(x) + len(y) and z[: len(x)] == x and z[len(x) :] == y and type(z) is list
        t = tuple(x) + tuple(y)
        assert t == tuple(z)
        e = list(x)
        e.extend(y)
        assert e == z
        e += tuple(y)
        assert e == z + list(y)
    for n in (-1, 0, 1, 2, 3, True, 200 if len(x) < 9 else 4):
        assert len(x * n) == len(x) * max(n, 0) and x * n == n * x == sum([x] * n, []), (x, n)
        assert tuple(x) * n == tuple(x * n)
e = [1, 2]
for _ in range(10):
    e.extend(e)
print(len(e), e[:5], e[-3:])
e += e
print(len(e))
print(type(L([1]) + [2]), type(L([1]) * 2), [1] + L([2]))
print([1, 1, 2, 1, True, 1.0].count(1), [float("nan")].count(1), (1, 1, 1).count(1), [None] * 5, ([None] * 700).count(None))


class Eq:
    def __init__(self, l):
        self.l = l

    def __eq__(self, other):
        self.l.clear()
        return True


l = []
l += [Eq(l), 5, 6]
print(l.count(5), l)
for wrong in (lambda: [1] + (2,), lambda: (1,) + [2], lambda: [1] * 1.5, lambda: [1].extend(1), lambda: [0] * 10**30):
    try:
        wrong()
    except (TypeError, OverflowError) as e:
        print(type(e).__name__, e)
print(tuple(range(5)), tuple("héé"), tuple(iter([])), tuple(x for x in (1, 2)))
