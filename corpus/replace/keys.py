# [ours] Keys of dicts and members of sets: hashed anew in their places, to any depth; conflicts; undoing.
import functools
import theseus
import weakref


class Key:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


def refused(*args, **kwargs):
    try:
        theseus.replace(*args, **kwargs)
    except theseus.ReplaceError as e:
        print("refused:", e)


k, n = Key("k"), Key("n")
plain = {"before": 0, k: 1, "after": 2}
large = {i: i for i in range(20)} | {k: "k"} | {-i: i for i in range(1, 20)}
members = {1, k, "x"}
frozen = frozenset([k, 2])
by_tuple = {(k, 1): "tuple", ((k,), 2): "nested"}
by_frozen = {frozen: "frozen", frozenset([(k,), 3]): "tuple in it"}
by_method = {k.__repr__: "method"}
by_partial = {functools.partial(k.__repr__): "by identity"}
weak = weakref.WeakKeyDictionary({k: "weak"})
weak_set = weakref.WeakSet([k])


@functools.lru_cache
def cached(*args):
    return list(args)


result = cached(k, 1)
report = theseus.replace(k, n)
print(list(plain.items()), plain[n])
print(large[n], list(large)[20], len(large))
print(n in members, len(members), n in frozen)
print(by_tuple[(n, 1)], by_tuple[((n,), 2)])
print(by_frozen[frozenset([n, 2])], by_frozen[frozenset([(n,), 3])])
print(by_method[n.__repr__], len(by_partial))
print(weak[n], n in weak_set)
print(cached(n, 1) is result, cached.cache_info().hits)
print(report)

report.undo()
print(list(plain.items()), plain[k], k in members, by_tuple[(k, 1)], by_frozen[frozenset([k, 2])])
print(list(large)[20], large[k], weak[k], cached(k, 1) is result, k in weak_set)
report.undo()
print(k, n)

# Without a hash: everything stays, all conflicts are told.
refused(k, [])
print(plain[k], by_tuple[(k, 1)])
plan = theseus.plan(k, [])
print(len(plan.conflicts), plan.conflicts[0])
del large, members, frozen, by_tuple, by_frozen, by_method, by_partial, weak, weak_set, plain
cached.cache_clear()
del result

# Both keys in one dict.
d = {"first": 0, k: "old", "middle": 1, n: "new", "last": 2}
refused(k, n)
report = theseus.replace(k, n, on_key_conflict="new")
print(d)
report.undo()
print(d)
report = theseus.replace(k, n, on_key_conflict="old")
print(d)
report.undo()
print(d)
try:
    theseus.replace(k, n, on_key_conflict="both")
except ValueError as e:
    print(e)

# An equal key is a conflict as well.
d = {(1, 2, 3): "equal", k: "old"}
refused(k, tuple([1, 2, 3]))
report = theseus.replace(k, tuple([1, 2, 3]), on_key_conflict="old")
print(d)
report.undo()
print(d)

# Tuples that become equal.
d = {(k, 1): "a", (n, 1): "b"}
refused(k, n)
report = theseus.replace(k, n, on_key_conflict="new")
print(d)
report.undo()
print(d)

# Sets merge, and come apart again.
d = None
s = {k, n, "other"}
f = frozenset([k, n])
before = list(s), list(f)
report = theseus.replace(k, n)
print(len(s), len(f), n in s)
report.undo()
print((list(s), list(f)) == before, k in s, n in f)

# A set that changed since: only what was replaced goes back.
report = theseus.replace(k, n)
s = {n}
t = {k}
report = theseus.replace(n, "n" * 9)
s.add("later")
report.undo()
print(s == {n, "later"}, t == {k})

# Swapping keys needs no policy.
x, y = Key("x"), Key("y")
d = {x: 1, y: 2}
report = theseus.swap(x, y)
print(d, x, y, d[x])
report.undo()
print(d, x, y)
