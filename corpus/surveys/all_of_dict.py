# dict and its views: methods, set operations, changes during iteration.  [slow]
d = {"a": 1, 2: "b"}
for st in ('d["z"]', 'd.get("z")', 'd.get("z", 5)', 'd.setdefault("n", [])', 'd.setdefault("n")', 'd.pop("n")', 'd.pop("n")', 'd.pop("n", 7)', 'd.popitem()', 'd.update(x=1)', 'd.update([("y", 2)])', 'd.update([1])', 'd.update([(1, 2, 3)])', 'd.update(5)', 'd.update({1: 2}, {3: 4})', 'd.keys()', 'd.values()', 'd.items()', 'd | {"q": 1}', 'd |= {"w": 2}', 'd |= [("e", 3)]', 'd | [("e", 3)]', 'd.keys() & {"a"}', 'd.keys() | ["zz"]', 'd.keys() - {"a"}', 'd.keys() ^ {"a", "v"}', 'd.items() & {("a", 1)}', 'd.keys() < {"a"}', 'd.keys() == {"a", "x", "y", "w", "e"}', 'd.keys().isdisjoint([5])', 'd.values() == d.values()', 'd.keys().mapping["a"]', 'd.keys().mapping["a"] = 1', 'list(reversed(d))', 'list(reversed(d.items()))', 'del d["zzz"]', 'del d["a"]', 'd[[]]', 'd[[]] = 1', '{[]: 1}', '{}.fromkeys("ab", 0)', 'dict.fromkeys(5)', 'dict([("a", 1)], b=2)', 'dict(a=1) == {"a": 1}', 'dict(5)', 'dict(["ab", "cd"])', 'dict([["a"]])', 'dict([5])', 'dict({}, {})', 'd.copy()', 'd.clear()', 'd.popitem()', 'd < d', 'd + d', 'hash(d)', 'len(d)', 'd.__missing__', 'd.__contains__([])', '"a" in d', '[] in d', 'd.has_key', 'dict.__class_getitem__(int)', 'd.__or__(5)', 'd.__ior__(5)', 'dict[str, int]', 'repr({1: {2: {}}})', 'd["self"] = d; print(d)', '{**{"a": 1}, "a": 2}', '{1: "a", True: "b", 1.0: "c"}', 'dict(**{"a": 1}, **{"b": 2})', 'dict(**{1: 2})', 'dict(zip("ab", [1, 2]))', '{k: v for k, v in [(1, 2)]}', 'sorted({"b": 1, "a": 2}.items())', 'max({"a": 5, "b": 3}, key={"a": 5, "b": 3}.get)', 'iter({1: 2}).__length_hint__()', 'type(iter({})), type(iter({}.items()))', '{}.keys().__class__()', 'dict.get({}, 1, 2, 3)', 'dict.pop({})', 'dict.update()', 'dict.fromkeys([1], [])', 'eval("{**5}")', 'eval("{*5}")', '{float("nan"): 1} == {float("nan"): 1}'):
    try:
        try: r = eval(st)
        except SyntaxError: r = exec(st)
        print(st, "->", r, "|", d if "self" not in d else "")
    except Exception as e: print(st, "->", type(e).__name__, e)
d = {i: i for i in range(5)}
try:
    for k in d: d[k + 10] = 1
except RuntimeError as e: print(e)
try:
    for k in d: del d[k]
except RuntimeError as e: print(e)
try:
    for k in d: d.pop(k); d[k + 100] = 1
except RuntimeError as e: print(e)
it = iter(d); next(it); d.clear()
try: next(it)
except RuntimeError as e: print(e)
class M(dict):
    def __missing__(self, k): return k * 2
print(M()["ab"], M().get("ab"), M(a=1)["a"])
class B:
    def __hash__(self): return 1
    def __eq__(self, o): raise ValueError("eq")
x = {B(): 1}
try: x[B()]
except ValueError as e: print(e)
