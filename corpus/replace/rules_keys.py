# [ours] Rule by rule: hashes, key conflicts, pooled objects, weak references, undo, swap, many, scopes.
import collections
import functools
import gc
import itertools
import operator
import sys
import theseus
import types
import weakref
from theseus import plan, referrers, replace, replace_many, replaced, swap, ReplaceError

from support.cases import Thing, refused, run, test

class K:

    def __init__(s, v):
        s.v = v

    def __hash__(s):
        return hash(s.v)

    def __eq__(s, o):
        return isinstance(o, K) and s.v == o.v

    def __repr__(s):
        return f'K{s.v}'


@test
def r7_tuple_key():
    o, n = (K(1), K(2))
    d = {(o, 1): 'x'}
    replace(o, n)
    assert d[n, 1] == 'x' and d[K(2), 1] == 'x' and ((K(1), 1) not in d)


@test
def r7_deep():
    o, n = (K(1), K(2))
    d = {((o,), frozenset([(o,)])): 'x'}
    s = {(((o,),),)}
    replace(o, n)
    assert d[(K(2),), frozenset([(K(2),)])] == 'x'
    assert (((K(2),),),) in s


@test
def r7_bound():

    class C(K):

        def m(s):
            pass
    o, n = (C(1), C(2))
    d = {o.m: 1}
    replace(o, n)
    assert d[n.m] == 1


@test
def r7_partial():
    o, n = (K(1), K(2))
    p = functools.partial(print, o)
    d = {p: 1}
    replace(o, n)
    assert d[p] == 1


@test
def r7_frozenset_hash():
    o, n = (K(1), K(2))
    f = frozenset([o])
    hash(f)
    d = {f: 1}
    replace(o, n)
    assert d[frozenset([K(2)])] == 1
    assert hash(f) == hash(frozenset([K(2)]))


@test
def r7_weakkey():
    o, n = (K(1), K(2))
    w = weakref.WeakKeyDictionary()
    w[o] = 'x'
    replace(o, n)
    assert w[n] == 'x' and w[K(2)] == 'x'


@test
def r7_lru():
    calls = []

    @functools.lru_cache
    def f(k):
        calls.append(k)
        return k.v
    o, n = (K(1), K(2))
    f(o)
    replace(o, n)
    assert f(K(2)) == 1
    assert len(calls) == 1


@test
def r7_alias():
    o, n = (K(1), K(2))
    a = list[int]
    ga = types.GenericAlias(list, (o,))
    d = {ga: 1}
    replace(o, n)
    assert d[types.GenericAlias(list, (K(2),))] == 1


@test
def r8_unhashable():
    o = Thing(1)
    d = {o: 1, 2: 2}
    n = []
    m = refused(o, n)
    assert list(d) == [o, 2]
    assert 'unhashable' in m, m


@test
def r8_raises():

    class E(Exception):
        pass

    class N:

        def __hash__(s):
            raise E
    o = Thing()
    d = {o: 1}
    n = N()
    try:
        replace(o, n)
    except E:
        pass
    else:
        assert 0
    assert list(d) == [o]


@test
def r8_typeerror_other():

    class N:

        def __hash__(s):
            raise TypeError('boom')
    o = Thing()
    d = {o: 1}
    n = N()
    try:
        replace(o, n)
    except ReplaceError as e:
        print('R8 custom TypeError -> ReplaceError', e)
    except TypeError as e:
        assert str(e) == 'boom'
    assert list(d) == [o]


@test
def r8_hash_none():

    class N:
        __hash__ = None
    o = Thing()
    d = {o: 1}
    m = refused(o, N())
    print(m)


@test
def r8_no_setitem():

    class D(dict):

        def __setitem__(s, k, v):
            raise RuntimeError

        def __delitem__(s, k):
            raise RuntimeError

        def pop(s, *a):
            raise RuntimeError

        def __getitem__(s, k):
            raise RuntimeError
    o, n = (Thing(1), Thing(2))
    d = D()
    dict.__setitem__(d, o, o)
    replace(o, n)
    assert dict.__getitem__(d, n) is n


@test
def r8_no_setattr():

    class D:

        def __setattr__(s, k, v):
            raise RuntimeError

        def __getattribute__(s, k):
            raise RuntimeError
    o, n = (Thing(1), Thing(2))
    d = D()
    object.__setattr__(d, 'x', o)
    replace(o, n)
    assert object.__getattribute__(d, 'x') is n


@test
def r8_unrelated_hash():
    log = []

    class U:

        def __hash__(s):
            log.append('h')
            return 1

        def __eq__(s, o):
            log.append('e')
            return s is o
    o, n = (Thing(1), Thing(2))
    d = {U(): 1, o: 2, U(): 3}
    log.clear()
    replace(o, n)
    assert log == [], log


@test
def r9_both():
    o, n = (Thing(1), Thing(2))
    d = {o: 'o', n: 'n'}
    m = refused(o, n)
    assert d == {o: 'o', n: 'n'}
    print(m)


@test
def r9_new():
    o, n = (Thing(1), Thing(2))
    d = {0: 0, o: 'o', 5: 5, n: 'n', 6: 6}
    replace(o, n, on_key_conflict='new')
    assert list(d.items()) == [(0, 0), (5, 5), (n, 'n'), (6, 6)], d


@test
def r9_old():
    o, n = (Thing(1), Thing(2))
    d = {0: 0, o: 'o', 5: 5, n: 'n', 6: 6}
    r = replace(o, n, on_key_conflict='old')
    assert list(d.items()) == [(0, 0), (n, 'o'), (5, 5), (6, 6)], d
    r.undo()
    assert [v for v in d.values()] == [0, 'o', 5, 'n', 6]
    assert [type(k) for k in d][1] is Thing


@test
def r9_undo_new():
    o, n = (Thing(1), Thing(2))
    d = {0: 0, o: 'o', 5: 5, n: 'n', 6: 6}
    r = replace(o, n, on_key_conflict='new')
    r.undo()
    assert list(d.items()) == [(0, 0), (o, 'o'), (5, 5), (n, 'n'), (6, 6)], d
    assert d[o] == 'o' and d[n] == 'n' and (o is not n)


@test
def r9_equal():
    o, n = (K(1), K(2))
    d = {o: 'o', K(2): 'x'}
    refused(o, n)
    r = replace(o, n, on_key_conflict='old')
    assert list(d.items()) == [(n, 'o')] and list(d)[0] is n


@test
def r9_equal_new():
    o, n = (K(1), K(2))
    k2 = K(2)
    d = {o: 'o', k2: 'x'}
    r = replace(o, n, on_key_conflict='new')
    assert list(d.values()) == ['x']
    assert list(d)[0] is k2


@test
def r9_set():
    o, n = (K(1), K(2))
    s = {o, n, K(3)}
    r = replace(o, n)
    assert len(s) == 2
    r.undo()
    assert len(s) == 3 and o in s and (n in s)


@test
def r9_frozenset():
    o, n = (K(1), K(2))
    s = frozenset({o, n, K(3)})
    h = hash(s)
    r = replace(o, n)
    assert len(s) == 2
    r.undo()
    assert len(s) == 3 and hash(s) == h


@test
def r9_deep_conflict():
    o, n = (K(1), K(2))
    d = {(o,): 1, (n,): 2}
    refused(o, n)
    assert len(d) == 2
    replace(o, n, on_key_conflict='old')
    assert list(d.values()) == [1]


@test
def r9_bad_policy():
    try:
        replace(Thing(), Thing(), on_key_conflict='x')
    except ValueError:
        pass
    else:
        assert 0


@test
def r9_kwargs_only():
    try:
        replace(Thing(), Thing(), ())
    except TypeError as e:
        print('positional keep:', e)
    else:
        pass


@test
def r10():
    o, n = (Thing(1), Thing(2))
    i, j = (id(o), id(n))
    l = [o]
    replace(o, n)
    assert id(l[0]) == j


@test
def r15():
    for x in (None, True, False, ..., NotImplemented, -5, 0, 256, b'', b'a', (), 'abc', sys.intern('q w')):
        m = refused(x, Thing())
    assert plan(None, Thing()).conflicts


@test
def r15_bigger():
    n = Thing()
    for mk in (lambda: int('257'), lambda: int('-6'), lambda: float('1.5'), lambda: ' '.join(['a', 'b']), lambda: bytes([1, 2]), lambda: 10 ** 30, lambda: complex(1, 2)):
        o = mk()
        twin = mk()
        l = [o]
        l2 = [twin]
        replace(o, n)
        assert l[0] is n
        assert l2[0] == mk()


@test
def r15_new_ok():
    for x in (None, True, 5, b'', (), 'abc'):
        o = Thing()
        l = [o]
        replace(o, x)
        assert l[0] is x


@test
def r15_bool_subclass_int():

    class I(int):
        pass
    o = I(5)
    l = [o]
    replace(o, 7)
    assert l == [7]


@test
def r15_strsub():

    class S(str):
        pass
    o = S('abc')
    l = [o]
    replace(o, 'x')
    assert l == ['x']


@test
def r16_ref():
    o, n = (Thing(1), Thing(2))
    w = weakref.ref(o)
    replace(o, n)
    assert w() is n


@test
def r16_cb():
    log = []
    o, n = (Thing(1), Thing(2))
    w = weakref.ref(o, lambda r: log.append('cb'))
    r = replace(o, n)
    del r
    gc.collect()
    assert log == []
    del o, n
    gc.collect()
    assert log == ['cb'], log


@test
def r16_stay():
    o = Thing(1)
    w = weakref.ref(o)
    r = replace(o, 5)
    assert w() is not None
    del r
    gc.collect()
    assert w() is None


@test
def r16_values():
    o, n = (Thing(1), Thing(2))
    w = weakref.WeakValueDictionary()
    w['a'] = o
    replace(o, n)
    assert w['a'] is n


@test
def r16_set():
    o, n = (K(1), K(2))
    w = weakref.WeakSet([o])
    replace(o, n)
    assert n in w and list(w) == [n]


@test
def r16_method():

    class C:

        def m(s):
            return s
    o, n = (C(), C())
    w = weakref.WeakMethod(o.m)
    replace(o, n)
    assert w()() is n


@test
def r16_proxy():
    o, n = (Thing(1), Thing(2))
    p = weakref.proxy(o)
    replace(o, n)
    assert p.n == 2


@test
def r16_finalize():
    log = []
    o, n = (Thing(1), Thing(2))
    weakref.finalize(o, log.append, 1)
    r = replace(o, n)
    del r
    gc.collect()
    assert log == []
    del o, n
    gc.collect()
    assert log == [1], log


@test
def r17():
    log = []

    class D:

        def __del__(s):
            log.append('del')
    o = D()
    r = replace(o, Thing())
    assert log == []
    del r
    assert log == ['del'], log


@test
def r17_undo_alive():
    log = []

    class D:

        def __del__(s):
            log.append('del')
    o = D()
    l = [o]
    r = replace(o, 5)
    r.undo()
    del r
    assert log == [] and type(l[0]) is D


@test
def r18():
    o, n = (Thing(1), Thing(2))
    l = [o]
    r = replace(o, n)
    p = plan(n, o)
    rr = [h for h, _ in referrers(n)]
    assert not any((x is r or x is p for x in rr))


@test
def r19_all_conflicts():
    o = Thing(1)
    d = {o: 1}
    d2 = {o: 2}
    s = {o}
    n = []
    p = plan(o, n)
    print(sorted(p.conflicts))
    assert len(p.conflicts) == 3


@test
def r20():
    o, n = (Thing(1), Thing(2))
    a = [o]
    b = [n]
    c = [o]
    r = replace(o, n)
    c[0] = 'later'
    a.append(n)
    r.undo()
    assert a[0].n == 1 and a[1].n == 2 and (b[0].n == 2) and (c == ['later'])
    r.undo()


@test
def r20_shrunk():
    o, n = (Thing(1), Thing(2))
    a = [1, 2, o]
    r = replace(o, n)
    del a[1:]
    r.undo()
    assert a == [1]


@test
def r20_died():
    o, n = (Thing(1), Thing(2))
    a = [o]
    r = replace(o, n)
    del a
    gc.collect()
    x = [[5] for i in range(1000)]
    r.undo()
    assert all((y == [5] for y in x))


@test
def r20_restored_loc():
    o, n = (Thing(1), Thing(2))
    x = o
    r = replace(o, n)
    assert x is n
    r.undo()
    assert x is not n and x is o and (o.n == 1) and (n.n == 2)


@test
def r20_key_order():
    o, n = (K(1), K(2))
    d = {0: 0, o: 1, 2: 2}
    r = replace(o, n)
    d[9] = 9
    r.undo()
    assert list(d) == [0, o, 2, 9] and d[K(1)] == 1 and (K(2) not in d)


@test
def r21():
    o, n = (Thing(1), Thing(2))
    l = [o]
    p = plan(o, n)
    assert l[0] is o and o is not n
    l2 = [o]
    r = p.apply()
    assert l2[0] is n and l[0] is n


@test
def r21_nokeep():
    o, n = (Thing(1), Thing(2))
    w = weakref.ref(o)
    p = plan(o, n)
    del o
    del p
    gc.collect()
    assert w() is None


@test
def r22():
    a, b = (Thing(1), Thing(2))
    d = {a: 'a', b: 'b'}
    l = [a, b]
    swap(a, b)
    assert [x.n for x in l] == [2, 1]
    assert [k.n for k in d] == [2, 1]
    assert list(d.values()) == ['a', 'b']
    assert a.n == 2


@test
def r22_between():
    a, b = (Thing(1), Thing(2))
    a.o = b
    b.o = a
    l = [a, b]
    swap(a, b)
    assert l[0].n == 2 and l[0].o.n == 1 and (l[1].o.n == 2)


@test
def r22_undo():
    a, b = (Thing(1), Thing(2))
    l = [a, b]
    r = swap(a, b)
    r.undo()
    assert [x.n for x in l] == [1, 2]


@test
def r23():
    a, b, c = (Thing(1), Thing(2), Thing(3))
    l = [a, b, c]
    replace_many([(a, b), (b, c)])
    assert [x.n for x in l] == [2, 3, 3]


@test
def r23_ring():
    a, b, c = (Thing(1), Thing(2), Thing(3))
    l = [a, b, c]
    r = replace_many([(a, b), (b, c), (c, a)])
    assert [x.n for x in l] == [2, 3, 1]
    r.undo()
    assert [x.n for x in l] == [1, 2, 3]


@test
def r23_twice():
    a, b, c = (Thing(1), Thing(2), Thing(3))
    refused([(a, b), (a, c)], f=replace_many)


@test
def r23_one_bad():
    a, b = (Thing(1), Thing(2))
    l = [a]
    refused([(a, b), (None, b)], f=replace_many)
    assert l[0].n == 1


@test
def r23_empty():
    assert replace_many([]).count == 0


@test
def r23_ring_keys():
    a, b, c = (K(1), K(2), K(3))
    d = {a: 1, b: 2, c: 3}
    replace_many([(a, b), (b, c), (c, a)])
    assert d[K(2)] == 1 and d[K(3)] == 2 and (d[K(1)] == 3)


@test
def r24():
    o, n = (Thing(1), Thing(2))
    l = [o]
    with replaced(o, n) as r:
        assert l[0].n == 2
    assert l[0].n == 1
    try:
        with replaced(o, n):
            raise KeyError('x')
    except KeyError:
        pass
    assert l[0].n == 1


@test
def r24_nest():
    a, b, c = (Thing(1), Thing(2), Thing(3))
    l = [a]
    with replaced(a, b):
        with replaced(b, c):
            assert l[0].n == 3
        assert l[0].n == 2
    assert l[0].n == 1


@test
def r25():
    o = Thing()
    d = {'k': o}
    l = [1, 2, 3, o]
    t = Thing()
    t.attr = o
    s = {o}
    k = {o: 1}
    got = sorted(((type(h).__name__, rel) for h, rel in referrers(o)))
    print(got)
run()
