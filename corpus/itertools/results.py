# What every itertools iterator gives, in its common and its odd cases.
import itertools as I


def show(label, make, n=12):
    try:
        it = make()
        print(label, list(I.islice(it, n)))
    except BaseException as e:
        print(label, type(e).__name__, e)


show("accumulate", lambda: I.accumulate([1, 2, 3, 4]))
show("accumulate max", lambda: I.accumulate([3, 1, 4, 1, 5], max))
show("accumulate initial", lambda: I.accumulate([1, 2], initial=10))
show("accumulate func initial", lambda: I.accumulate("abc", lambda a, b: b + a, initial="-"))
show("accumulate none", lambda: I.accumulate([]))
show("accumulate empty initial", lambda: I.accumulate([], initial=7))
show("accumulate bad", lambda: I.accumulate([1, "a"]))
show("accumulate args", lambda: I.accumulate([1], None, 3))
show("batched", lambda: I.batched("abcdefg", 3))
show("batched 1", lambda: I.batched(range(3), n=1))
show("batched 0", lambda: I.batched("abc", 0))
show("batched huge", lambda: I.batched("abc", 2**40))
show("chain", lambda: I.chain("ab", [], (1, 2), {}))
show("chain nothing", lambda: I.chain())
show("chain bad", lambda: I.chain([1], 2))
show("chain late", lambda: I.chain.from_iterable(["ab", "cd"]))
show("chain from", lambda: I.chain.from_iterable([[1], 5]))
show("chain kw", lambda: I.chain(a=1))
show("combinations", lambda: I.combinations("abcd", 2))
show("combinations 0", lambda: I.combinations("abc", 0))
show("combinations many", lambda: I.combinations("abc", 4))
show("combinations -1", lambda: I.combinations("abc", -1))
show("cwr", lambda: I.combinations_with_replacement("abc", 2))
show("cwr empty", lambda: I.combinations_with_replacement("", 2))
show("cwr 0", lambda: I.combinations_with_replacement("", 0))
show("compress", lambda: I.compress("abcdef", [1, 0, 1, 0, 1, 1]))
show("compress short", lambda: I.compress("abcdef", [1, 0, 1]))
show("count", lambda: I.count(), 4)
show("count step", lambda: I.count(10, -3), 4)
show("count float", lambda: I.count(0.5, 0.25), 4)
show("count big", lambda: I.count(2**63 - 2), 4)
show("count bigstep", lambda: I.count(-(2**63), 2**62), 6)
show("count complex", lambda: I.count(1j, 1), 3)
show("count kw", lambda: I.count(step=5), 3)
show("count str", lambda: I.count("a"))
show("count many", lambda: I.count(1, 2, 3))
show("cycle", lambda: I.cycle("abc"), 8)
show("cycle empty", lambda: I.cycle(""))
show("dropwhile", lambda: I.dropwhile(lambda x: x < 3, [1, 2, 3, 1, 2]))
show("takewhile", lambda: I.takewhile(lambda x: x < 3, [1, 2, 3, 1, 2]))
show("takewhile args", lambda: I.takewhile(1))
show("takewhile kw", lambda: I.takewhile(predicate=1, iterable=2))
show("filterfalse", lambda: I.filterfalse(lambda x: x % 2, range(7)))
show("filterfalse none", lambda: I.filterfalse(None, [0, 1, "", "a"]))
show("islice stop", lambda: I.islice(range(10), 3))
show("islice start", lambda: I.islice(range(10), 2, 5))
show("islice step", lambda: I.islice(range(10), 1, None, 3))
show("islice zero", lambda: I.islice(range(10), 0))
show("islice neg", lambda: I.islice(range(10), -1))
show("islice neg2", lambda: I.islice(range(10), -2))
show("islice negstart", lambda: I.islice(range(10), -1, 4))
show("islice step0", lambda: I.islice(range(10), 0, 4, 0))
show("islice str", lambda: I.islice(range(10), "a"))
show("islice args", lambda: I.islice(range(10)))
show("islice big", lambda: I.islice(range(10), 2**70))
show("pairwise", lambda: I.pairwise("abcd"))
show("pairwise one", lambda: I.pairwise("a"))
show("permutations", lambda: I.permutations("abc"), 20)
show("permutations 2", lambda: I.permutations("abcd", 2), 20)
show("permutations 0", lambda: I.permutations("", 0))
show("permutations str", lambda: I.permutations("ab", "c"))
show("permutations many", lambda: I.permutations("ab", 3))
show("product", lambda: I.product("ab", [1, 2, 3]))
show("product repeat", lambda: I.product([0, 1], repeat=3))
show("product none", lambda: I.product())
show("product empty", lambda: I.product("ab", ""))
show("product repeat 0", lambda: I.product("ab", repeat=0))
show("product neg", lambda: I.product("ab", repeat=-1))
show("product kw", lambda: I.product("ab", again=1))
show("product large", lambda: I.product("ab", repeat=2**62))
show("repeat", lambda: I.repeat("x", 3))
show("repeat neg", lambda: I.repeat("x", -3))
show("repeat kw", lambda: I.repeat(object="x", times=2))
show("repeat none", lambda: I.repeat())
show("starmap", lambda: I.starmap(pow, [(2, 3), (3, 2), [10, 2]]))
show("starmap bad", lambda: I.starmap(pow, [2]))
show("zip_longest", lambda: I.zip_longest("abc", [1], "xy"))
show("zip_longest fill", lambda: I.zip_longest("ab", "c", fillvalue="-"))
show("zip_longest none", lambda: I.zip_longest())
show("zip_longest kw", lambda: I.zip_longest("a", fill=1))
show("zip_longest bad", lambda: I.zip_longest("a", 1))
show("groupby", lambda: ((k, list(g)) for k, g in I.groupby("aabbbc")))
show("groupby key", lambda: ((k, list(g)) for k, g in I.groupby([1, 3, 2, 4, 5], key=lambda x: x % 2)))
show("groupby lost", lambda: [list(g) for k, g in list(I.groupby("aabb"))])
show("groupby bad", lambda: I.groupby())
show("tee", lambda: (list(x) for x in I.tee("abc")))
show("tee 0", lambda: I.tee("abc", 0))
show("tee neg", lambda: I.tee("abc", -1))
show("tee kw", lambda: I.tee(iterable="abc"))

a, b, c = I.tee(iter(range(200)), 3)
print(sum(a), list(I.islice(b, 100, 103)), sum(b), sum(c))
x, y = I.tee("abc")
print(next(x), next(x), next(y), list(x), list(y), next(x, "end"))

# StopIteration out of a function ends the iteration.
def stop(*_):
    raise StopIteration


for make in (
    lambda: I.starmap(stop, [(1,)]),
    lambda: I.accumulate([1, 2], stop),
    lambda: I.filterfalse(stop, [1]),
    lambda: I.takewhile(stop, [1]),
    lambda: I.dropwhile(stop, [1]),
    lambda: (k for k, _ in I.groupby([1, 2], stop)),
):
    show("stop", make)

print(repr(I.count(3)), repr(I.count(3, 2)), repr(I.count(1.5, 1)), repr(I.repeat("a")), repr(I.repeat("a", 2)))
r = I.repeat(None, 5)
next(r)
print(r, r.__length_hint__(), len(list(r)))
try:
    I.repeat(1).__length_hint__()
except TypeError as e:
    print(e)
print(I.chain[int], I.chain.__name__, I.chain.__module__, I.count)


class Mine(I.islice):
    def __init__(self, *args, name=None):
        self.name = name


m = Mine("abcdef", 2, name="me")
print(list(m), m.name, isinstance(m, I.islice))
for ty in (I._grouper, I._tee):
    try:
        type("X", (ty,), {})
    except TypeError as e:
        print(e)

# Results are not reused while somebody keeps them.
print(list(I.product("ab", repeat=2)), [t is u for t, u in I.pairwise(I.combinations("abc", 2))])

# An iterator that tee reads from may not come back to it.
class Again:
    def __iter__(self):
        return self

    def __next__(self):
        return next(self.other)


again = Again()
p, q = I.tee(again)
again.other = q
try:
    next(p)
except RuntimeError as e:
    print(e)
