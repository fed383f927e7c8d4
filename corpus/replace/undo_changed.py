# [ours] Undoing after the containers have changed in other ways, and keys that come back.
import weakref
from support.cases import Named, refused, run, test
from theseus import replace, replace_many, swap


@test
def undo_list_append():
    a, b = (Named('a'), Named('b'))
    l = [a, 1, a]
    r = replace(a, b)
    l.append(b)
    r.undo()
    assert l[0] is a and l[2] is a and (l[3] is b), l


@test
def undo_list_insert_shift():
    a, b = (Named('a'), Named('b'))
    l = [a, 1]
    r = replace(a, b)
    l.insert(0, 'z')
    r.undo()
    assert l[0] == 'z'
    assert l[1].n == 'b', l


@test
def undo_list_sorted():
    a, b = (Named('a'), Named('b'))
    l = [a, 1, 2]
    r = replace(a, b)
    l.reverse()
    r.undo()
    assert [x if isinstance(x, int) else x.n for x in l] == [2, 1, 'b'], l


@test
def undo_del_attr():
    a, b = (Named('a'), Named('b'))
    h = Named('h')
    h.x = a
    h.y = a
    r = replace(a, b)
    del h.x
    h.z = 5
    r.undo()
    assert not hasattr(h, 'x') and h.y is a and (h.z == 5)


@test
def undo_local_rebound():
    a, b = (Named('a'), Named('b'))
    c = a
    r = replace(a, b)
    c = 7
    r.undo()
    assert c == 7


@test
def undo_generator_advanced():
    a, b = (Named('a'), Named('b'))

    def g():
        x = a0
        yield x
        y = x
        yield y
        x = 1
        yield y
    a0 = a
    it = g()
    next(it)
    r = replace(a, b)
    assert next(it) is b
    r.undo()
    assert next(it).n in 'ab'
    del it


@test
def undo_generator_finished():
    a, b = (Named('a'), Named('b'))

    def g(x):
        yield x
    it = g(a)
    next(it)
    r = replace(a, b)
    list(it)
    r.undo()
    assert a.n == 'a'


@test
def weak_dict_undo_after_mutation():
    a, b = (Named('a'), Named('b'))
    wk = weakref.WeakKeyDictionary()
    wk[a] = 1
    c = Named('c')
    r = replace(a, b)
    wk[c] = 2
    assert wk[b] == 1
    r.undo()
    assert wk[a] == 1 and wk[c] == 2 and (b not in wk)


@test
def weakset_undo():
    a, b = (Named('a'), Named('b'))
    ws = weakref.WeakSet([a])
    c = Named('c')
    r = replace(a, b)
    ws.add(c)
    assert b in ws and a in ws
    r.undo()
    assert a in ws and c in ws and (b not in ws)


@test
def undo_tuple_became_key():
    a, b = (Named('a'), Named('b'))
    t = (a, 1)
    d = {}
    r = replace(a, b)
    d[t] = 5
    s = {t}
    f = frozenset([t])
    dd = {f: 1}
    r.undo()
    assert d[t] == 5 and d[a, 1] == 5 and (t in s) and (t in f) and (f in dd) and ((b, 1) not in d)


@test
def undo_tuple_key_deleted_readded():
    a, b = (Named('a'), Named('b'))
    t = (a, 1)
    d = {t: 1, 'x': 2}
    r = replace(a, b)
    v = d.pop(t)
    d['y'] = 1
    d[t] = v
    r.undo()
    assert d[t] == 1 and d[a, 1] == 1 and (list(d) == ['x', 'y', t])


@test
def undo_set_tuples_grown():
    a, b = (Named('a'), Named('b'))
    s = {(a, i) for i in range(5)}
    r = replace(a, b)
    for i in range(200):
        s.add(i)
    assert all(((b, i) in s for i in range(5)))
    r.undo()
    assert all(((a, i) in s for i in range(5))) and (not any(((b, i) in s for i in range(5)))) and (len(s) == 205)


@test
def undo_set_tuples_shrunk():
    a, b = (Named('a'), Named('b'))
    s = {(a, i) for i in range(50)}
    r = replace(a, b)
    for i in range(25):
        s.discard((b, i))
    r.undo()
    assert len(s) == 25 and all(((a, i) in s for i in range(25, 50)))


@test
def merged_tuples_split():
    a, b = (Named('a'), Named('b'))
    s = {(a, 1), (b, 1), (a, 2)}
    r = replace(a, b)
    assert len(s) == 2 and (b, 1) in s
    r.undo()
    assert len(s) == 3 and (a, 1) in s and ((b, 1) in s) and ((a, 2) in s)


@test
def merged_frozen_split_hash():
    a, b = (Named('a'), Named('b'))
    f = frozenset([a, b])
    d = {f: 1}
    r = replace(a, b)
    assert f == frozenset([b]) and d[frozenset([b])] == 1
    r.undo()
    assert len(f) == 2 and d[frozenset([a, b])] == 1


@test
def merged_set_then_remove_survivor():
    a, b = (Named('a'), Named('b'))
    s = {a, b, 1}
    r = replace(a, b)
    s.discard(b)
    assert s == {1}
    r.undo()
    assert a in s and len(s) == 2, s


@test
def keypolicy_new_undo_values():
    a, b = (Named('a'), Named('b'))
    d = {a: 'va', 1: 1, b: 'vb'}
    r = replace(a, b, on_key_conflict='new')
    assert list(d.items()) == [(1, 1), (b, 'vb')], d
    r.undo()
    assert list(d.items()) == [(a, 'va'), (1, 1), (b, 'vb')] and d[a] == 'va'


@test
def keypolicy_old_undo_values():
    a, b = (Named('a'), Named('b'))
    d = {a: 'va', 1: 1, b: 'vb'}
    r = replace(a, b, on_key_conflict='old')
    assert list(d.items()) == [(b, 'va'), (1, 1)], d
    d[b] = 'changed'
    r.undo()
    assert list(d.items()) == [(a, 'changed'), (1, 1), (b, 'vb')], d


@test
def policy_tuple_keys():
    a, b = (Named('a'), Named('b'))
    d = {(a, 1): 'x', (b, 1): 'y'}
    m = refused(a, b)
    assert list(d.values()) == ['x', 'y'] and d[a, 1] == 'x'
    r = replace(a, b, on_key_conflict='old')
    assert d == {(b, 1): 'x'}
    r.undo()
    assert d[a, 1] == 'x' and d[b, 1] == 'y' and (len(d) == 2)


@test
def swap_in_one_dict():
    a, b = (Named('a'), Named('b'))
    d = {a: 1, b: 2, (a, b): 3}
    r = swap(a, b)
    assert list(d.items()) == [(a, 1), (b, 2), ((a, b), 3)]
    r.undo()
    assert d[a] == 1 and d[b] == 2 and (d[a, b] == 3)
    assert a.n == 'a'


@test
def ring3_tuple_keys():
    a, b, c = (Named('a'), Named('b'), Named('c'))
    d = {(a, b): 1, (b, c): 2, (c, a): 3}
    k = list(d)
    r = replace_many([(a, b), (b, c), (c, a)])
    assert [tuple((x.n for x in t)) for t in d] == [('b', 'c'), ('c', 'a'), ('a', 'b')]
    for t in k:
        assert d[t]
    assert [d[t] for t in k] == [1, 2, 3]
    r.undo()
    assert [d[t] for t in k] == [1, 2, 3] and [tuple((x.n for x in t)) for t in d] == [('a', 'b'), ('b', 'c'), ('c', 'a')]


@test
def itself_hash_cycle():
    a = Named('a')
    f = frozenset([a])
    t = (f,)
    m = refused(a, t)
    assert 'follow from itself' in m, m
    assert a in f and hash(t) == hash((frozenset([a]),))


@test
def itself_hash_cycle_tuple():
    a = Named('a')
    t1 = (a,)
    t2 = (t1,)
    d = {t1: 1}
    m = refused(a, t2)
    assert 'follow from itself' in m, m
    assert d[a,] == 1


@test
def itself_list_cycle_ok():
    a = Named('a')
    t1 = ([a],)
    t2 = (t1,)
    r = replace(a, t2)
    assert t1[0][0] is t2
    r.undo()
    assert t1[0][0] is a


@test
def undo_moved_tuple_keys():
    a, b = (Named('a'), Named('b'))
    d = {'p': 0, 'q': 0, (a, 1): 1, (a, 2): 2, 'x': 2}
    r = replace(a, b)
    del d['p']
    for i in range(40):
        d[i] = i
    for i in range(38):
        del d[i]
    for i in range(100, 140):
        d[i] = i
    for i in range(100, 140):
        del d[i]
    r.undo()
    assert list(d)[:4] == ['q', (a, 1), (a, 2), 'x'] and all((k in d for k in d))


@test
def undo_set_direct_readded():
    a, b = (Named('a'), Named('b'))
    x = [a]
    s = {a, 5}
    r = replace(a, b, keep=[x])
    s.add(x[0])
    assert len(s) == 3
    r.undo()
    assert len(s) == 2 and a in s and (b not in s)


@test
def undo_dict_direct_readded():
    a, b = (Named('a'), Named('b'))
    x = [a]
    d = {a: 1, 5: 2}
    r = replace(a, b, keep=[x])
    d[x[0]] = 7
    assert len(d) == 3
    r.undo()
    assert d[a] == 7 and len(d) == 3 and (len(set(map(id, d))) == 3)


@test
def undo_nested_frozen():
    a, b = (Named('a'), Named('b'))
    f = frozenset([frozenset([1, a]), 2])
    d = {f: 1}
    s = {f}
    r = replace(a, b)
    d['more'] = 1
    s.add('more')
    assert d[frozenset([frozenset([1, b]), 2])] == 1
    r.undo()
    assert d[frozenset([frozenset([1, a]), 2])] == 1 and f in s and (d[f] == 1)


@test
def undo_values_compacted():
    a, b = (Named('a'), Named('b'))
    d = {i: a for i in range(300)}
    r = replace(a, b)
    for i in range(0, 300, 3):
        del d[i]
    for i in range(1000, 1400):
        d[i] = i
    r.undo()
    assert all((v is a for k, v in d.items() if k < 300)) and len(d) == 600


@test
def undo_replaced_again():
    a, b, c = (Named('a'), Named('b'), Named('c'))
    l = [a]
    d = {a: 1, (a, 1): 2}
    t = list(d)[1]
    r1 = replace(a, b)
    r2 = replace(b, c)
    r1.undo()
    assert l[0].n == 'c' and d[c] == 1 and (t in d)
    r2.undo()
    assert l[0].n == 'b' and d[b] == 1 and (d[b, 1] == 2)


@test
def undo_out_of_order():
    a, b, c = (Named('a'), Named('b'), Named('c'))
    x, y = ([a], [c])
    s = {(a, c)}
    r1 = replace(a, b)
    r2 = replace(c, b)
    r1.undo()
    assert x[0].n == 'a' and y[0].n == 'b' and all((k in s for k in s))
    r2.undo()
    assert y[0].n == 'c' and all((k in s for k in s))


run()
