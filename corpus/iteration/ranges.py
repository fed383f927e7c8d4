# range objects: indexing, slicing, membership, comparison, huge values.
for r in [range(5), range(2, 8), range(0, 10, 3), range(10, 0, -3), range(0), range(5, 1), range(-3, 3), range(1, 2, 100), range(10, -1, -1)]:
    print(r, list(r), len(r), bool(r), r[-1] if r else None, r[1:3], r[::-1], list(r[::2]), r.start, r.stop, r.step, 3 in r, 3.0 in r, "3" in r, list(reversed(r)), r.index(r[0]) if r else None, r.count(3), sum(r), max(r, default=None))
print(range(0) == range(5, 5), range(0, 3, 2) == range(0, 4, 2), range(3) == [0, 1, 2], range(3) != range(4), hash(range(0, 3, 2)) == hash(range(0, 4, 2)), {range(2): "r"}[range(0, 2)], range(1, 10) is range(1, 10), repr(range(1, 5, 1)), repr(range(0, 5)), repr(range(0, 5, 2)))
big = range(10 ** 20, 10 ** 20 + 10, 3)
print(big, list(big), big[1], big[-1], 10 ** 20 + 3 in big, 10 ** 20 + 4 in big, big.index(10 ** 20 + 6), big[1:], len(big), range(-10 ** 30, 10 ** 30)[5], range(2 ** 64)[2 ** 63], 2 ** 63 in range(2 ** 64), list(range(2 ** 64, 2 ** 64 + 2)), next(iter(range(2 ** 70, 2 ** 71))), list(range(2 ** 63 - 2, 2 ** 63 + 1)), list(range(-2 ** 63 + 1, -2 ** 63 - 2, -1)))
for fn in [lambda: range(), lambda: range(1, 2, 0), lambda: range(1.0), lambda: range("a"), lambda: range(1, 2, 3, 4), lambda: range(None), lambda: range(5)[5], lambda: range(5)[-6], lambda: range(5)["a"], lambda: range(5).index(9), lambda: range(5).index("a"), lambda: range(5).start.x, lambda: setattr(range(5), "start", 1), lambda: range(5) + range(2), lambda: range(5) < range(6), lambda: len(range(2 ** 70)), lambda: range(5)[::0], lambda: range(stop=5), lambda: range(5).append, lambda: range(5)[1.0], lambda: range(True, False, -1), lambda: range(5).__setitem__, lambda: hash(range(1)) == hash((1, 0, None)), lambda: range(2 ** 70)[2 ** 71], lambda: range(0, 10)[2:8:3][1], lambda: range(10)[-1:-100:-4]]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)


class I:
    def __init__(self, v):
        self.v = v

    def __index__(self):
        return self.v

    def __eq__(self, o):
        return self.v == o


print(range(I(3)), list(range(I(1), I(4), I(2))), I(2) in range(5), range(5).count(I(2)), range(5).index(I(2)), range(5)[I(1)], range(True), 1.5 in range(5), None in range(5), True in range(2))
it = iter(range(5))
print(next(it), it.__length_hint__(), list(it), next(it, "end"), type(it).__name__, type(iter(big)).__name__)
for i in range(3):
    i += 10
    print(i, end=" ")
print([i for i in range(20, 0, -7)], [range(i) for i in range(3)], sum(range(10 ** 5)), len(range(-5, 5)), range(10)[2:5][1:], range(0, -10, -2)[::-1], tuple(range(3)), set(range(3)) == {0, 1, 2}, dict(zip(range(2), "ab")), list(map(list, map(range, range(3)))), max(range(5)), sorted(range(5), reverse=True), any(range(1)), all(range(5)))
