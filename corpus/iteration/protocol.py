# iter, next, sentinel iterators, length hints and iterator types.
for obj in [[], (), "", b"", bytearray(), {}, {}.keys(), {}.values(), {}.items(), set(), frozenset(), range(0), range(1 << 70), enumerate([]), zip(), map(str, []), filter(None, []), reversed([]), reversed(()), reversed("ab"), reversed(range(3)), reversed({}), iter(int, 1), (x for x in ()), slice(1)]:
    try:
        it = iter(obj)
        print(type(obj).__name__, type(it).__name__, iter(it) is it, hasattr(it, "__next__"), hasattr(it, "__length_hint__"))
    except TypeError as e:
        print(type(obj).__name__, "!", e)
n = 0


def tick():
    global n
    n += 1
    return n


print(list(iter(tick, 5)), n, list(iter(lambda: 1, 1)), next(iter([7])), next(iter([]), "d"))
it = iter([1, 2, 3])
print(next(it), list(it), list(it), it.__length_hint__())
z = zip("abc", range(10), [True] * 2)
print(list(z), list(z), list(zip()), list(zip([1])), list(zip("ab", "cd", strict=True)))
for fn in [lambda: list(zip("ab", "c", strict=True)), lambda: list(zip("a", "bc", strict=True)), lambda: list(zip("a", "b", "", strict=True)), lambda: zip(1), lambda: zip([1], 2), lambda: zip([1], bad=1), lambda: next(5), lambda: next(iter([])), lambda: iter(5), lambda: iter(5, 1), lambda: iter(), lambda: reversed({1}), lambda: reversed(iter([])), lambda: list(map(len, 5)), lambda: list(map(len, [1])), lambda: list(map(None, [1])), lambda: map(len), lambda: list(filter(len, [1])), lambda: enumerate([], start="x"), lambda: enumerate(start=1), lambda: list(enumerate("ab", 1 << 64)), lambda: list(map(lambda a, b: a + b, [1, 2, 3], [10, 20])), lambda: list(map(pow, [2, 3], [3, 2], [5, 7])), lambda: [].__iter__().x, lambda: copy_(it), lambda: sum(iter([1, 2])), lambda: min(iter([])), lambda: dict(iter([])), lambda: list(iter(iter("ab"))), lambda: next([1]), lambda: iter([1]).__next__(), lambda: "".__iter__().__next__(), lambda: range(3).__iter__().__length_hint__()]:
    try:
        print(fn())
    except BaseException as e:
        print(type(e).__name__, e)


class Hint:
    def __init__(self, h):
        self.h = h

    def __iter__(self):
        return iter([1, 2])

    def __length_hint__(self):
        if isinstance(self.h, Exception):
            raise self.h
        return self.h


for h in (0, 5, NotImplemented, TypeError("t"), ValueError("v"), -1, "x", 1 << 70):
    try:
        print(list(Hint(h)))
    except Exception as e:
        print(type(e).__name__, e)


class StopEarly:
    def __init__(self):
        self.calls = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.calls += 1
        if self.calls == 3:
            raise StopIteration
        return self.calls


s = StopEarly()
print(list(s), next(s), s.calls, list(zip(s, "ab")))
class NextReturnsSelf:
    def __iter__(self): return self
    def __next__(self): raise KeyError("from next")
for fn in (lambda: list(NextReturnsSelf()), lambda: 1 in NextReturnsSelf(), lambda: [x for x in NextReturnsSelf()], lambda: sum(NextReturnsSelf()), lambda: next(NextReturnsSelf(), "default"), lambda: tuple(map(str, NextReturnsSelf()))):
    try:
        print(fn())
    except KeyError as e:
        print("KeyError", e)
m = map(lambda x: x * 2, it2 := iter([1, 2, 3]))
print(next(m), next(it2), next(m), list(m), list(filter(None, [0, 1, "", "a", None, [], [0]])), list(filter(lambda x: x % 2, range(6))), list(enumerate("ab", -1)), list(reversed([1, [2]])), list(map(str, range(3))))
