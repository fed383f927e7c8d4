# [ours] Rows of the matrix of reference kinds: containers, iterators, views.
import array
import collections
import functools
import itertools
import sys
from support.cases import Named, refused, run, same, test
from theseus import plan, referrers, replace, replace_many, replaced, swap


@test
def dictvals():
    old, new = (Named('old'), Named('new'))
    d = {'a': old, 'b': {'c': old}, 'd': [{'e': old}]}

    class DS(dict):
        pass
    ds = DS(x=old)
    ds.attr = old
    globals()['GX'] = old
    inst = Named('i')
    inst.a = old
    inst2 = Named('j')
    inst2.__dict__
    inst2.a = old
    n = len(plan(old, new).edges)
    r = replace(old, new)
    same(r.count, n)
    assert d['a'] is new and d['b']['c'] is new and (d['d'][0]['e'] is new) and (ds['x'] is new) and (ds.attr is new) and (GX is new) and (inst.a is new) and (inst2.a is new)
    assert old is new
    same(r.count, 3 + 1 + 1 + 1 + 1 + 1 + 1)


@test
def split():
    old, new = (Named('old'), Named('new'))

    class K:

        def __init__(s, v):
            s.a = 1
            s.b = v
            s.c = 3
    ks = [K(old) for _ in range(5)]
    for k in ks[:2]:
        k.__dict__
    r = replace(old, new)
    assert all((k.b is new for k in ks))
    for k in ks:
        same(list(vars(k)), ['a', 'b', 'c'])


@test
def inline_nodict():
    old, new = (Named('old'), Named('new'))

    class K:
        pass
    k = K()
    k.x = old
    s = sys.getsizeof(k)
    r = replace(old, new)
    assert k.x is new
    same(sys.getsizeof(k), s)


@test
def key():
    old, new = (Named('old'), Named('new'))
    d = {1: 1, old: 2, 3: 3}
    replace(old, new)
    same(list(d), [1, new, 3])
    same(d[new], 2)
    same(list(d.values()), [1, 2, 3])


@test
def tupkey():
    old, new = (Named('old'), Named('new'))
    k = (1, (2, old))
    d = {0: 0, k: 'v', 9: 9}
    i = id(k)
    h = hash(k)
    replace(old, new)
    same(id(k), i)
    assert k[1][1] is new
    same(d[k], 'v')
    same(d[1, (2, new)], 'v')
    same(list(d.values()), [0, 'v', 9])


@test
def fsfs():
    old, new = (Named('old'), Named('new'))
    fs = frozenset([frozenset([old, 1]), 2])
    d = {fs: 'v', 'x': 1}
    s = {fs}
    hash(fs)
    r = replace(old, new)
    same(d[frozenset([frozenset([new, 1]), 2])], 'v')
    assert fs in s and fs in d
    same(list(d.values()), ['v', 1])
    r.undo()
    assert fs in d and fs in s
    same(d[frozenset([frozenset([old, 1]), 2])], 'v')


@test
def sets():
    old, new = (Named('old'), Named('new'))
    s = {1, old, 2}
    f = frozenset([old])

    class SS(set):
        pass
    ss = SS([old])
    replace(old, new)
    assert new in s and new in f and (new in ss) and (len(s) == 3) and (type(ss) is SS)


@test
def lists():
    old, new = (Named('old'), Named('new'))
    NT = collections.namedtuple('NT', 'a b')
    n = NT(old, 2)

    class L(list):
        pass
    l = L([old])

    class TT(tuple):
        pass
    tt = TT((old,))
    tt.z = old
    i = [id(n), id(l), id(tt)]
    replace(old, new)
    assert n.a is new and type(n) is NT and (l[0] is new) and (tt[0] is new) and (tt.z is new)
    same(i, [id(n), id(l), id(tt)])


@test
def deque():
    old, new = (Named('old'), Named('new'))
    d = collections.deque([1, old, 2], maxlen=5)
    it = iter(d)
    next(it)
    replace(old, new)
    assert d[1] is new and next(it) is new and (d.maxlen == 5)
    d.rotate(1)


@test
def od():
    old, new = (Named('old'), Named('new'))
    d = collections.OrderedDict([(1, 1), (old, 2), (3, 3)])
    r = replace(old, new)
    same(list(d), [1, new, 3])
    same(d[new], 2)
    d.move_to_end(new)
    same(list(d), [1, 3, new])
    same(list(reversed(d)), [new, 3, 1])
    same(d.popitem(), (new, 2))


@test
def od2():
    old, new = (Named('old'), Named('new'))
    d = collections.OrderedDict([(1, 1), (old, 2), (3, 3)])
    r = replace(old, new)
    r.undo()
    same(list(d), [1, old, 3])
    d.move_to_end(old, last=False)
    same(list(d), [old, 1, 3])
    del d[old]
    same(list(d), [1, 3])


@test
def dd():

    def old():
        return 'o'

    def new():
        return 'n'
    d = collections.defaultdict(old)
    replace(old, new)
    same(d['k'], 'n')
    assert d.default_factory is new


@test
def cm():
    old, new = ({'a': 1}, {'a': 2})
    c = collections.ChainMap(old, {})
    ch = c.new_child()
    replace(old, new)
    same(c['a'], 2)
    same(ch['a'], 2)


@test
def arr():
    old = array.array('i', [1, 2])
    new = array.array('i', [3, 4])
    m = memoryview(old)
    s = refused(old, new)
    x = [old]
    m.release()
    replace(old, new)
    assert x[0] is new


@test
def mvitself():
    old = memoryview(b'abc')
    new = memoryview(b'xyz')
    s = old[1:]
    l = [old]
    r = replace(old, new)
    assert l[0] is new
    same(bytes(s), b'bc')


@test
def iters():
    old, new = ([1, 2, 3], [4, 5, 6, 7])
    a = iter(old)
    next(a)
    rv = reversed(old)
    next(rv)
    old2 = (1, 2, 3)
    old2 = tuple([1, 2, 3])
    new2 = tuple([7, 8])
    b = iter(old2)
    next(b)
    rt = reversed(old2)
    next(rt)
    olds = ''.join(['ab', 'cd'])
    news = ''.join(['we', 'xyz'])
    c = iter(olds)
    next(c)
    ob, nb = (bytes([1, 2, 3]), bytes([4, 5, 6]))
    bi = iter(ob)
    next(bi)
    oba, nba = (bytearray([1, 2, 3]), bytearray([4, 5, 6]))
    bai = iter(oba)
    next(bai)
    for o, n in [(old, new), (old2, new2), (olds, news), (ob, nb), (oba, nba)]:
        replace(o, n)
    del o, n
    same(list(a), [5, 6, 7])
    same(list(b), [8])
    same(''.join(c), 'exyz')
    same(list(bi), [5, 6])
    same(list(bai), [5, 6])
    same(list(rv), [5, 4])


@test
def itertyped():
    old, new = ([1, 2, 3], (4, 5))
    a = iter(old)
    refused(old, new)
    old2 = dict(a=1)
    b = iter(old2)
    refused(old2, [1])
    old3 = {1, 2}
    b = iter(old3)
    refused(old3, [1])


@test
def seqiter():

    class S:

        def __init__(s, l):
            s.l = l

        def __getitem__(s, i):
            return s.l[i]

        def __len__(s):
            return len(s.l)
    old, new = (S([1, 2, 3]), S([4, 5, 6]))
    a = iter(old)
    next(a)
    b = reversed(old)
    next(b)
    replace(old, new)
    same(list(a), [5, 6])
    same(list(b), [5, 4])


@test
def seqiter_any():

    class S:

        def __getitem__(s, i):
            return i
    old = S()
    new = [10, 11, 12]
    a = iter(old)
    next(a)
    p = plan(old, new)


@test
def calliter():
    old = lambda: 1
    new = lambda: 2
    a = iter(old, 5)
    replace(old, new)
    same(next(a), 2)
    s_old, s_new = (Named('x'), Named('y'))
    b = iter(lambda: s_new2, s_old)
    s_new2 = s_new
    replace(s_old, s_new)
    same(list(b), [])


@test
def dictviews():
    old, new = ({'a': 1}, {'b': 2, 'c': 3})
    k, v, i = (old.keys(), old.values(), old.items())
    replace(old, new)
    same(list(k), ['b', 'c'])
    same(list(v), [2, 3])
    same(list(i), [('b', 2), ('c', 3)])
    assert k.mapping == new
    new3 = [1]
    refused(new, new3)


@test
def dictiter():
    old, new = ({'a': 1, 'b': 2}, {'c': 2, 'd': 3})
    it = iter(old)
    next(it)
    replace(old, new)
    same(list(it), ['d'])


@test
def dictiter_val():
    old, new = ({'a': 1, 'b': 2}, {'c': 2, 'd': 3})
    its = [iter(old.values()), iter(old.items()), reversed(old), reversed(old.values())]
    [next(x) for x in its]
    replace(old, new)
    same([list(x) for x in its], [[3], [('d', 3)], ['c'], [2]])


@test
def fnit():
    old, new = (Named('old'), Named('new'))
    gs = [map(lambda x: x, [old]), filter(None, [old]), zip([old], [1]), enumerate([old]), itertools.chain([old], [old]), itertools.islice([old], 1), itertools.cycle([old]), itertools.repeat(old, 2), itertools.accumulate([old]), itertools.chain.from_iterable([[old]]), itertools.compress([old], [1]), itertools.dropwhile(lambda x: False, [old]), itertools.takewhile(lambda x: True, [old]), itertools.filterfalse(lambda x: False, [old]), itertools.groupby([old]), itertools.product([old], [1]), itertools.permutations([old]), itertools.combinations([old], 1), itertools.combinations_with_replacement([old], 1), itertools.starmap(lambda x: x, [(old,)]), itertools.zip_longest([old], [], fillvalue=old), itertools.pairwise([old, old]), itertools.batched([old, old], 2), *itertools.tee([old])]
    replace(old, new)

    def flat(x):
        if isinstance(x, (tuple, list)):
            for y in x:
                yield from flat(y)
        elif isinstance(x, itertools._grouper):
            yield from x
        else:
            yield x
    for g in gs:
        l = [y for x in itertools.islice(g, 2) for y in flat(x)]
        assert any((y is new for y in l)), g
        assert not any((y is old for y in l)) or old is new, g


@test
def fnit_saved():
    old, new = (Named('old'), Named('new'))
    c = itertools.cycle([old, 1])
    next(c)
    next(c)
    acc = itertools.accumulate([1, 2], lambda a, b: a, initial=old)
    next(acc)
    acc2 = itertools.accumulate([old, 2], lambda a, b: a)
    next(acc2)
    t1, t2 = itertools.tee(iter([old, 1]))
    next(t1)
    gb = itertools.groupby([old, old, 2])
    k, g = next(gb)
    pw = itertools.pairwise([1, old, 3])
    next(pw)
    pr = itertools.product([old, 1], repeat=2)
    next(pr)
    pe = itertools.permutations([old, 1, 2])
    next(pe)
    co = itertools.combinations([old, 1, 2], 2)
    next(co)
    cw = itertools.combinations_with_replacement([old, 1, 2], 2)
    next(cw)
    zl = itertools.zip_longest([1], [1, 2], fillvalue=old)
    next(zl)
    cnt = None
    del k
    r = replace(old, new)
    assert next(c) is new
    assert next(acc) is new and next(acc2) is new
    assert next(t2) is new
    assert list(g)[0] is new
    assert next(pw) == (new, 3)
    assert next(pr)[0] is new
    assert next(pe)[0] is new
    assert next(co)[0] is new
    assert next(cw)[0] is new
    assert next(zl)[0] is new


@test
def subiters():
    oldf = lambda x: ('o', x)
    newf = lambda x: ('n', x)
    m = map(oldf, [1])
    f = filter(oldf, [1])
    fr = functools.reduce
    sm = itertools.starmap(oldf, [(1,)])
    ac = itertools.accumulate([1, 2], lambda a, b: 0)
    gb = itertools.groupby([1], oldf)
    replace(oldf, newf)
    same(next(m), ('n', 1))
    same(next(sm), ('n', 1))
    same(next(gb)[0], ('n', 1))


@test
def enum_map():
    old = iter([1, 2, 3])
    new = iter('abc')
    e = enumerate(old)
    z = zip(old, [0] * 9)
    m = map(str, old)
    ch = itertools.chain(old)
    replace(old, new)
    same(next(e), (0, 'a'))
    same(next(z), ('b', 0))
    same(next(m), 'c')


run()
