# Dict views: live, set-like, reversible.
d = {"a": 1, "b": 2, "c": 3}
k, v, i = d.keys(), d.values(), d.items()
d["d"] = 4
del d["a"]
print(k, v, i, len(k), len(v), len(i), list(k), list(v), list(i), "b" in k, 2 in v, ("b", 2) in i, ("b", 9) in i, "b" in i)
print(sorted(k & {"b", "z"}), sorted(k | {"z"}), sorted(k - {"b"}), sorted(k ^ {"b", "z"}), sorted(k & "bcx"), sorted({"b", "q"} - k), sorted({"b", "q"} & k), sorted(["b"] | k))
print(sorted(i & {("b", 2)}), sorted(i - {("b", 2)}), sorted(i | {("q", 0)}), k == {"b", "c", "d"}, k != {"b"}, k <= {"b", "c", "d", "e"}, k > {"b"}, k < k, k >= k, k.isdisjoint("xyz"), k.isdisjoint(["b"]), i == {("b", 2), ("c", 3), ("d", 4)})
print(list(reversed(k)), list(reversed(v)), list(reversed(i)), {1: 2}.keys() == {1: 3}.keys(), {1: 2}.values() == {1: 2}.values(), {1: 2}.items() == {1: 2}.items(), repr({}.keys()), repr({}.values()), repr({}.items()))
print(type(k).__name__, type(v).__name__, type(i).__name__, type(iter(k)).__name__, type(iter(v)).__name__, type(iter(i)).__name__, type(reversed(k)).__name__)
for fn in [lambda: k[0], lambda: hash(k), lambda: k + k, lambda: v & v, lambda: k < 5, lambda: k & 5, lambda: k - 5, lambda: k.foo, lambda: k.mapping["b"], lambda: k.mapping.update, lambda: {1: []}.items() & {1}, lambda: {1: []}.items() | {1}, lambda: type(k)(), lambda: next(k), lambda: v < v, lambda: {} in k, lambda: [] in {}.keys()]:
    try:
        r = fn()
        print(r if not callable(r) else "callable")
    except Exception as e:
        print(type(e).__name__, e)
for name, change in [("grow", lambda: d.update(new=1)), ("shrink", lambda: d.pop("b")), ("same", lambda: d.update(c=9)), ("swap", lambda: (d.pop("c"), d.update(e=5)))]:
    try:
        for key in d:
            change()
            print(name, key)
            if len(d) > 20:
                break
    except RuntimeError as e:
        print(name, "RuntimeError", e)
    print(d)
for view in ("keys", "values", "items"):
    x = {1: 1, 2: 2}
    try:
        for _ in getattr(x, view)():
            x[len(x) + 1] = 0
    except RuntimeError as e:
        print(view, e, x)
x = {1: 1, 2: 2}
it = iter(x)
print(next(it), it.__length_hint__())
x[3] = 3
for _ in range(2):
    try:
        print(next(it))
    except (RuntimeError, StopIteration) as e:
        print(type(e).__name__, e)
it = iter({1: 2})
print(list(it), list(it), next(it, "end"), it.__length_hint__())
for key in list(x):
    del x[key]
print(x, {key: val for key, val in d.items() if val != 9}, {val: key for key, val in d.items()}, max(d, key=d.get), sum(d.values()), min(d.items(), key=lambda p: p[1]))
