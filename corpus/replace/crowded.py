# [ours] Keys that make room for others: sets that are full, members that become equal, long containers of which
# little changes.
from support.cases import Named, refused, run, test
from theseus import plan, replace, replace_many


def names(keys):
    return [(k[0].n if isinstance(k[0], Named) else k[0], k[1]) for k in keys]


@test
def sets_of_every_fill():
    for n in (1, 3, 4, 5, 8, 12, 13, 18, 19, 40, 77, 100):
        a, b = Named("a"), Named("b")
        s = {(a, i) for i in range(n)} | {(0, i) for i in range(n // 2)}
        before, shown = list(s), names(s)
        r = replace(a, b)
        assert all((b, i) in s for i in range(n)) and all((0, i) in s for i in range(n // 2))
        r.undo()
        assert names(s) == shown and all(k in s for k in before), n


@test
def again_and_again():
    a = Named("a")
    s = {Named("z"), a} | set(range(15))
    for i in range(30):
        b = Named(f"b{i}")
        before = list(s)
        r = replace(a, b)
        r.undo()
        assert all(x is y for x, y in zip(s, before, strict=True)), i
        replace(a, b)
        assert a is b and a in s and len(s) == 17 and all(i in s for i in range(15))


@test
def a_change_in_between():
    a, b = Named("a"), Named("b")
    s = {(a, i) for i in range(4)}
    r = replace(a, b)
    s.add("x")
    s.discard((b, 2))
    r.undo()
    assert "x" in s and len(s) == 4 and all((a, i) in s for i in (0, 1, 3))


@test
def members_become_equal():
    a, b = Named("a"), Named("b")
    f = frozenset([a, b, 1])
    g = frozenset([(a,), (b,)])
    d, s = {f: "x"}, {g}
    r = replace(a, b)
    assert len(f) == 2 and d[frozenset([b, 1])] == "x" and len(g) == 1 and frozenset([(b,)]) in s
    r.undo()
    assert len(f) == 3 and d[f] == "x" and len(g) == 2 and g in s


@test
def keys_become_equal():
    a, b = Named("a"), Named("b")
    f, g = frozenset([a, b]), frozenset([b])
    d = {f: 1, g: 2, (a, 1): 3, (b, 1): 4}
    assert len(plan(a, b).conflicts) == 2
    refused(a, b)
    assert d[f] == 1 and d[g] == 2 and d[(a, 1)] == 3 and d[(b, 1)] == 4


@test
def conflicts_in_order():
    a, b = Named("a"), Named("b")
    holders = [{a: 1, b: 2}, {(a,): 1, (b,): 2}, {3: 4, a: 5, b: 6}]
    told = plan(a, b).conflicts
    assert told == sorted(told) and len(told) == 3
    assert [len(d) for d in holders] == [2, 2, 3]


@test
def user_hashes_within():
    class Valued:
        def __init__(self, n):
            self.n = n

        def __hash__(self):
            return self.n

        def __eq__(self, other):
            return isinstance(other, Valued) and self.n == other.n

    x, y = Valued(1), Valued(2)
    d = {(x, frozenset([x])): 1}
    s = {frozenset([(x,)]), frozenset([("other", frozenset([x, 5]))])}
    r = replace(x, y)
    two = Valued(2)
    assert d[(two, frozenset([two]))] == 1
    assert frozenset([(two,)]) in s and frozenset([("other", frozenset([two, 5]))]) in s
    r.undo()
    one = Valued(1)
    assert d[(one, frozenset([one]))] == 1 and frozenset([(one,)]) in s


@test
def long_holders():
    a, b, c = Named("a"), Named("b"), Named("c")
    wide = list(range(5000))
    wide[7] = wide[4999] = a
    wide[2500] = c
    tall = {i: i for i in range(5000)}
    tall[3] = tall["a"] = a
    deep = tuple([0] * 3000 + [a] + [1] * 3000)
    assert plan(a, b).by_relation == {"dict value": 2, "list item": 2, "local": 1, "tuple item": 1}
    r = replace_many([(a, b), (b, c), (c, a)])
    assert wide[7].n == wide[4999].n == tall[3].n == tall["a"].n == deep[3000].n == "b" and wide[2500].n == "a"
    r.undo()
    assert wide[7].n == wide[4999].n == tall[3].n == tall["a"].n == deep[3000].n == "a" and wide[2500].n == "c"


run()
