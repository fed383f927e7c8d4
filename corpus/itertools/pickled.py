# __reduce__ and __setstate__ of the iterators, before, within and after.
import sys
import itertools as I

sys.stderr = None  # CPython announces there that this support will go.


def advanced(it, n):
    for _ in range(n):
        next(it, None)
    return it


def shape(x):
    if isinstance(x, tuple):
        return tuple(map(shape, x))
    if isinstance(x, (int, str, float, list, type(None))):
        return x
    return type(x).__name__ if not isinstance(x, type) else x.__name__


def rebuilt(r):
    made = r[0](*r[1])
    if len(r) > 2 and r[2] is not None:
        made.__setstate__(r[2])
    return made


MAKE = [
    lambda: I.accumulate([1, 2, 3]),
    lambda: I.accumulate([1, 2, 3], max, initial=5),
    lambda: I.accumulate([None, None, 1], lambda a, b: None),
    lambda: I.chain("ab", "cd"),
    lambda: I.combinations("abcd", 2),
    lambda: I.combinations_with_replacement("abc", 2),
    lambda: I.compress("abcd", [1, 0, 1, 1]),
    lambda: I.count(),
    lambda: I.count(3, 2),
    lambda: I.count(1.5, 0.5),
    lambda: I.cycle("ab"),
    lambda: I.dropwhile(bool, [1, 0, 1]),
    lambda: I.takewhile(bool, [1, 0, 1]),
    lambda: I.filterfalse(None, [1, 0, 0]),
    lambda: I.groupby([1, 1, 2]),
    lambda: I.islice("abcdef", 1, 5, 2),
    lambda: I.permutations("abc", 2),
    lambda: I.product("ab", "cd"),
    lambda: I.repeat(7),
    lambda: I.repeat(7, 3),
    lambda: I.starmap(pow, [(1, 2), (2, 3)]),
    lambda: I.tee("abc")[0],
    lambda: I.zip_longest("ab", "c"),
    lambda: I.zip_longest("ab", "c", fillvalue=9),
]
for n in (0, 1, 2, 9):
    for make in MAKE:
        r = advanced(make(), n).__reduce__()
        print(n, shape(r))
        first = list(I.islice(advanced(make(), n), 4))
        again = list(I.islice(rebuilt(advanced(make(), n).__reduce__()), 4))
        if r[0] is not I.groupby:
            print("   ", first, again == first or again)

for it, state in [
    (I.product("ab", "cd"), (9, -9)),
    (I.product("ab", "cd"), (1,)),
    (I.combinations("abc", 2), (1, 1)),
    (I.combinations("abc", 2), 3),
    (I.permutations("abc", 2), ((0, 9, 1), (3, 0))),
    (I.permutations("abc", 2), 3),
    (I.cycle("ab"), 3),
    (I.chain("ab"), ()),
    (I.chain("ab"), (1,)),
    (I.chain("ab"), 1),
    (I.islice("abc", 2), "a"),
    (I.takewhile(bool, [1]), True),
    (I.tee("ab")[0], (1, 2)),
    (I.tee("ab")[0], 1),
]:
    try:
        it.__setstate__(state)
        print(type(it).__name__, list(it))
    except Exception as e:
        print(type(it).__name__, type(e).__name__, e)
