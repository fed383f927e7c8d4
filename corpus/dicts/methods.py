# Every method of dict, with its errors.
d = {"a": 1, "b": 2}
print(d["a"], d.get("a"), d.get("z"), d.get("z", 0), "a" in d, 1 in d, len(d), list(d), d.setdefault("c", 3), d.setdefault("a", 9), d.setdefault("n"), d)
print(d.pop("n"), d.pop("zz", "default"), d.popitem(), d, d.keys(), d.values(), d.items(), d.copy() is d, d.copy() == d)
d.update({"x": 1}, y=2)
d.update([("z", 3), ["w", 4], "pq"])
d.update(k=5)
d.update()
print(d, d.update(()), dict.fromkeys("abc"), dict.fromkeys([1, 2], []), dict.fromkeys({}), d.clear(), d, bool(d))
print(dict(), dict(a=1), dict([(1, 2)]), dict({1: 2}, b=3), dict([["k", "v"]], k="w"), dict(zip("ab", (1, 2))), {**{"a": 1}, "a": 2, **{"a": 3, "b": 4}})
print({1: "int", 1.0: "float", True: "bool"}, {"a": 1} == {"a": 1.0}, {1: 2, 3: 4} == {3: 4, 1: 2}, {} == [], {1: 1} != {1: 2}, {0: 1, False: 2, 0.0: 3, 0j: 4})
print({"a": 1} | {"b": 2, "a": 3}, {"a": 1} | {}, list(reversed({"a": 1, "b": 2})), {1: 2}.__or__([(1, 2)]))
e = {"a": 1}
e |= {"b": 2}
e |= [("c", 3)]
print(e)
e["new"], e["a"] = 1, "kept place"
del e["b"]
e["b"] = "moved"
print(e)
for fn in [lambda: e["zz"], lambda: e[[]], lambda: e[{}], lambda: e.pop("zz"), lambda: {}.popitem(), lambda: e.pop(), lambda: e.get(), lambda: e.get([]), lambda: [] in e, lambda: e.update(5), lambda: e.update([1]), lambda: e.update(["abc"]), lambda: e.update([("a",)]), lambda: e.update({}, {}), lambda: dict(5), lambda: dict([1, 2]), lambda: dict("ab"), lambda: dict(["ab", "c"]), lambda: dict(1, 2), lambda: e.setdefault(), lambda: e.fromkeys(), lambda: e.fromkeys(5), lambda: e.fromkeys([[]]),
           lambda: e < {}, lambda: e + e, lambda: e | [("a", 1)], lambda: e | 5, lambda: e.__ior__(5), lambda: hash(e), lambda: e.__delitem__("q"), lambda: e.x, lambda: setattr(e, "x", 1), lambda: {**5}, lambda: {**[]}, lambda: {[]: 1}, lambda: {(1, []): 1}, lambda: dict(**{1: 2}), lambda: e.keys(1), lambda: e.clear(1), lambda: e.items()[0], lambda: e.copy(1), lambda: dict.get(e), lambda: dict.get([], 1), lambda: e["a"]["b"]["c"], lambda: e[1:2]]:
    try:
        print(fn())
    except Exception as err:
        print(type(err).__name__, err, "" if len(str(err)) else "(empty)")


class Missing(dict):
    def __missing__(self, key):
        if key == "fail":
            raise KeyError("from missing", key)
        return self.setdefault(key, len(self))


m = Missing(start=10)
print(m["x"], m["y"], m["x"], m.get("q"), "q" in m, m, type(m.copy()).__name__)
try:
    m["fail"]
except KeyError as err:
    print(err, err.args)
