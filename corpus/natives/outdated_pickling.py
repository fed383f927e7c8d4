# Iterators of itertools say that they will be neither pickled nor copied; ordered dicts from keys.
import copy
import itertools
import pickle
import warnings
from collections import OrderedDict


def t(f):
    with warnings.catch_warnings(record=True) as said:
        warnings.simplefilter("always")
        try:
            r = f()
        except Exception as e:
            r = type(e).__name__, str(e)
    print(r, [(w.category.__name__, str(w.message)) for w in said][:1], len(said))


for make in (
    lambda: itertools.count(3), lambda: itertools.chain([1], [2]), lambda: itertools.combinations("abc", 2),
    lambda: itertools.accumulate([1, 2]), lambda: itertools.compress("ab", [1, 1]), lambda: itertools.cycle("ab"),
    lambda: itertools.dropwhile(bool, [0]), lambda: itertools.groupby("aab"), lambda: itertools.islice("abc", 2),
    lambda: itertools.permutations("ab"), lambda: itertools.product("ab"), lambda: itertools.repeat(1, 2),
    lambda: itertools.starmap(pow, [(2, 3)]), lambda: itertools.takewhile(bool, [1]), lambda: itertools.zip_longest("a", "bc"),
    lambda: itertools.combinations_with_replacement("ab", 2), lambda: itertools.filterfalse(None, [0, 1]),
):
    t(lambda: type(next(copy.copy(make()))))
    t(lambda: len(make().__reduce__()))
t(lambda: next(pickle.loads(pickle.dumps(itertools.count(7)))))
t(lambda: itertools.chain().__setstate__(3))
t(lambda: next(copy.copy(itertools.tee([5])[0])))
t(lambda: OrderedDict.fromkeys("ab", value=1))
t(lambda: OrderedDict.fromkeys("ab"))
t(lambda: OrderedDict.fromkeys())
t(lambda: OrderedDict.fromkeys("a", 1, 2))
t(lambda: dict.fromkeys("a", value=1))
t(lambda: dict.__class_getitem__())
t(lambda: dict.__class_getitem__(x=1))
for o in (b"", "", bytearray()):
    for name in ("find", "count", "startswith", "rindex"):
        bound = getattr(o, name)
        t(lambda: bound(x=1))
t(lambda: b"".find(x=1))
union = {1}.union
t(lambda: union(x=1))
