"""Iterators and views of builtins: state, length hints, pickled forms, changes under way."""

import copy
import operator
import pickle


def show(f, *args):
    try:
        print(f(*args))
    except Exception as e:
        print(type(e).__name__, e)


MAKERS = [lambda: iter([1, 2, 3]), lambda: iter((1, 2, 3)), lambda: iter("abc"), lambda: iter("aé"), lambda: iter(b"ab"),
          lambda: iter(bytearray(b"ab")), lambda: iter(range(3)), lambda: iter(range(1 << 70, (1 << 70) + 2)),
          lambda: iter({1: 2}), lambda: iter({1: 2}.values()), lambda: iter({1: 2}.items()), lambda: iter({5}),
          lambda: reversed([1, 2]), lambda: reversed((1, 2)), lambda: reversed({1: 2, 3: 4}), lambda: reversed(range(3)),
          lambda: enumerate("ab", 5), lambda: zip("ab", "cd"), lambda: map(str, [1]), lambda: filter(None, [0, 1]),
          lambda: zip("ab", "c", strict=True)]
for make in MAKERS:
    it = make()
    print(type(it).__name__, operator.length_hint(it, -1), iter(it) is it, hasattr(it, "__length_hint__"))
    show(lambda: list(copy.copy(make())))
    show(lambda: [list(pickle.loads(pickle.dumps(make(), 2)))])
    show(list, it)
    show(next, it)
    show(next, it, "default")

d = {1: "a", 2: "b"}
keys, items, values = d.keys(), d.items(), d.values()
d[3] = "c"
print(keys, items, values, len(keys), 3 in keys, (3, "c") in items, "c" in values, list(reversed(items)))
print(keys & {1, 9}, keys | [4], keys - {1}, keys ^ {1, 9}, {1, 2, 3} == keys, keys >= {1}, keys.isdisjoint([7]), keys.mapping)
print(items & [(1, "a")], items == {(1, "a"), (2, "b"), (3, "c")}, values == values, values == d.values())
show(lambda: items | 5)
show(lambda: hash(keys))
for change in (lambda: d.update({9: 9}), lambda: d.pop(1)):
    def grow():
        for k in d:
            change()
    show(grow)
s = {1, 2}
def spoil():
    for x in s:
        s.add(x + 10)
show(spoil)
l = [1, 2, 3]
for x in l:
    if x < 3:
        l.append(x + 10)
print(l)
it = iter(l)
l.clear()
show(next, it)
l.append(1)
show(next, it)
show(lambda: list(zip([1, 2], [1], strict=True)))
show(lambda: list(zip([1], [1, 2], strict=True)))
show(lambda: list(map(lambda a, b: a + b, [1, 2], [3])))
it = iter([1, 2, 3])
it.__setstate__(2)
print(list(it), it.__reduce__())
print(max([], default=5), min("ba", key=str.upper), max(1, 2, key=lambda v: -v), sum([[1], [2]], []), sorted("bca", reverse=True))
print(all([]), any([]), list(filter(str.isdigit, "a1b2")), dict(zip("ab", range(2))), [*enumerate("ab")], divmod(-7, 2))
