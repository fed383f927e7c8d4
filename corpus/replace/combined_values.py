# [ours] Rules in combination: containers, iterators, hooks, plans.
import collections
import contextlib
import contextvars
import functools
import gc
import itertools
import json
import sys
import threading
import types
import weakref
from support.cases import Named, refused, run, test
from theseus import ReplaceError, plan, referrers, replace, replace_many, replaced, swap


@test
def replace_suspended_generator_object():

    def g(n):
        while True:
            yield n
    x, y = (g(1), g(2))
    l = [x]

    def d():
        yield from x
    it = d()
    assert next(it) == 1
    r = replace(x, y)
    assert next(it) == 2 and next(l[0]) == 2 and (next(x) == 2)
    r.undo()
    assert next(it) == 1 and next(l[0]) == 1


@test
def equal_hash_keys():

    class H:

        def __init__(s, n):
            s.n = n

        def __hash__(s):
            return 7

        def __eq__(s, o):
            return s is o

        def __repr__(s):
            return s.n
    a, b, c = (H('a'), H('b'), H('c'))
    d = {a: 1, c: 2, 7: 3}
    r = replace(a, b)
    assert list(d.items()) == [(b, 1), (c, 2), (7, 3)] and d[b] == 1 and (d[c] == 2) and (d[7] == 3)
    r.undo()
    assert d[a] == 1 and b not in d
    s = {a, c, 7}
    r = replace(a, b)
    assert b in s and c in s and (7 in s) and (len(s) == 3)
    r.undo()
    assert a in s and b not in s


@test
def equal_hash_and_equal():

    class H:

        def __init__(s, n):
            s.n = n

        def __hash__(s):
            return 7

        def __eq__(s, o):
            return isinstance(o, H)

        def __repr__(s):
            return s.n
    a, b = (H('a'), H('b'))
    d = {a: 1}
    r = replace(a, b)
    assert next(iter(d)).n == 'b' and d[b] == 1 and (r.count >= 2)
    r.undo()
    assert next(iter(d)).n == 'a'


@test
def cell_content_shared():
    a, b = (Named('a'), Named('b'))

    def mk(x):

        def get():
            return x

        def set_(v):
            nonlocal x
            x = v
        return (get, set_)
    get, set_ = mk(a)
    r = replace(a, b)
    assert get() is b
    set_(5)
    r.undo()
    assert get() == 5
    set_(b)
    r2 = replace(b, a)
    assert get() is a


@test
def replace_cell_itself_holder():

    def mk(x):
        return lambda: x
    f, g = (mk(1), mk(2))
    c, d = (f.__closure__[0], g.__closure__[0])
    r = replace(c, d)
    assert f() == 2
    d.cell_contents = 9
    assert f() == 9 and g() == 9
    r.undo()
    assert f() == 1


@test
def keep_list_and_dict():
    a, b = (Named('a'), Named('b'))
    l = [a]
    d = {'x': a, 'l': [a]}
    replace(a, b, keep=[l, d])
    assert l[0].n == 'a' and d['x'].n == 'a' and (d['l'][0].n == 'b')


@test
def keep_generator():
    a, b = (Named('a'), Named('b'))

    def g(x):
        yield x
        yield x
    i, j = (g(a), g(a))
    (next(i), next(j))
    replace(a, b, keep=[i])
    assert next(i).n == 'a' and next(j).n == 'b'


@test
def weakref_follow_and_back():
    a, b = (Named('a'), Named('b'))
    log = []
    w = weakref.ref(a, lambda w: log.append(1))
    r = replace(a, b)
    assert w() is b
    r.undo()
    assert w() is a and w() is not b
    del r
    x = a
    del x


@test
def weak_count():
    a, b = (Named('a'), Named('b'))
    w = weakref.ref(a)
    w2 = weakref.ref(b)
    replace(a, b)
    assert weakref.getweakrefcount(b) >= 2


@test
def proxy():
    a, b = (Named('a'), Named('b'))
    p = weakref.proxy(a)
    r = replace(a, b)
    assert p.n == 'b'
    r.undo()
    assert p.n == 'a'


@test
def getattr_proxy():

    class P:

        def __init__(s, o):
            s.__dict__['o'] = o

        def __getattr__(s, k):
            return getattr(s.o, k)
    a = Named('a')
    l = [a]
    p = P(a)
    replace(a, p)
    assert l[0] is p and p.n == 'a' and (type(p.o) is Named)


@test
def bound_methods():
    a, b = (Named('a'), Named('b'))
    m = a.__repr__
    l = [m]
    r = replace(a, b)
    assert m() == 'b' and m.__self__ is b
    assert r.by_relation
    r.undo()
    assert m() == 'a'


@test
def partial_args():
    a, b = (Named('a'), Named('b'))
    p = functools.partial(lambda *x, **k: (x, k), a, k=a)
    r = replace(a, b)
    assert p() == ((b,), {'k': b})
    r.undo()
    assert p() == ((a,), {'k': a}) and p.args[0] is a


@test
def partial_as_new():

    def f(x, y):
        return x + y
    l = [f]
    p = functools.partial(f, 1)
    replace(f, p)
    assert l[0] is p and p(2) == 3 and (p.func.__name__ == 'f')


@test
def traceback_frame_local():
    a, b = (Named('a'), Named('b'))

    def f():
        x = a0
        1 / 0
    a0 = a
    try:
        f()
    except ZeroDivisionError as e:
        tb = e.__traceback__
    r = replace(a, b)
    assert tb.tb_next.tb_frame.f_locals['x'] is b
    r.undo()
    assert tb.tb_next.tb_frame.f_locals['x'] is a


@test
def interned_refused():
    s = 'abc'
    m = refused(s, 'x' * 5)
    assert 'interned' in m
    m = refused(5, 6)
    assert 'pooled' in m
    m = refused(b'a', b'zz')
    assert 'pooled' in m
    m = refused((), (1,))
    assert 'empty tuple' in m
    m = refused(None, 1)
    m = refused(Named('n'), None, f=swap)
    m = refused([(Named('n'), Named('n')), (5, 6)], f=replace_many)


@test
def to_interned_ok():
    a = Named('a')
    l = [a]
    d = {'k': a}
    r = replace(a, 'abc')
    assert l == ['abc'] and d == {'k': 'abc'}
    r.undo()
    assert l[0].n == 'a'


@test
def to_none_undo_keeps_others():
    a = Named('a')
    l = [a, None]
    r = replace(a, None)
    assert l == [None, None]
    r.undo()
    assert l[1] is None and l[0].n == 'a'


@test
def contextvar():
    a, b = (Named('a'), Named('b'))
    v = contextvars.ContextVar('v')
    t = v.set(a)
    ctx = contextvars.copy_context()
    r = replace(a, b)
    assert v.get() is b and ctx[v] is b
    v.set(3)
    r.undo()
    assert v.get() == 3 and ctx[v] is a
    v.reset(t)


@test
def thread_local_other_thread():
    a, b = (Named('a'), Named('b'))
    loc = threading.local()
    res = []
    e1, e2 = (threading.Event(), threading.Event())

    def w(x):
        loc.v = x
        del x
        e1.set()
        e2.wait()
        res.append(loc.v)
    t = threading.Thread(target=w, args=(a,))
    t.start()
    e1.wait()
    replace(a, b)
    e2.set()
    t.join()
    assert res[0] is b and res[0].n == 'b'


@test
def atexit_args():
    import atexit
    a, b = (Named('a'), Named('b'))
    seen = []

    def f(x):
        seen.append(x)
    atexit.register(f, a)
    replace(a, b)
    atexit._run_exitfuncs()
    assert seen[0].n == 'b'


@test
def swap_locals_names():
    a, b = (Named('a'), Named('b'))
    l = [a, b]
    swap(a, b)
    assert a.n == 'b' and b.n == 'a' and (l[0].n == 'b')


@test
def replace_dict_used_as_namespace():
    ns = {'x': 1}
    ns2 = {'x': 2}
    exec('def f(): return x', ns)
    f = ns['f']
    ns2['f'] = f
    assert f() == 1
    r = replace(ns, ns2)
    assert f() == 2 and f.__globals__ is ns2
    r.undo()
    assert f() == 1


@test
def instance_dict_replace():

    class C:
        pass
    c = C()
    c.x = 1
    d = c.__dict__
    d2 = {'x': 5, 'y': 6}
    r = replace(d, d2)
    assert c.x == 5 and c.y == 6 and (c.__dict__ is d2)
    c.z = 1
    assert d2['z'] == 1
    r.undo()
    assert c.x == 1 and (not hasattr(c, 'y'))


@test
def big_int_and_float():
    x = 10 ** 30
    y = 10 ** 31
    l = [x]
    d = {x: 1}
    r = replace(x, y)
    assert l == [10 ** 31] and d == {10 ** 31: 1} and (d[10 ** 31] == 1)
    r.undo()
    assert d[10 ** 30] == 1


@test
def str_old():
    s = ''.join(['dyn', 'amic', ' str'])
    t = ''.join(['other', ' dyn'])
    d = {s: 1}
    l = [s]
    r = replace(s, t)
    assert d[t] == 1 and l == [t] and ('dynamic str' not in d)
    r.undo()
    assert d['dynamic str'] == 1


@test
def bytes_equal_twins():
    x = bytes([65, 66])
    y = bytes([65, 66])
    z = b'zz'
    l = [x, y]
    replace(x, z)
    assert l == [b'zz', b'AB']


@test
def deque_rotating():
    a, b = (Named('a'), Named('b'))
    q = collections.deque([a, 1, a])
    r = replace(a, b)
    q.rotate(1)
    r.undo()
    assert [getattr(x, 'n', x) for x in q].count('a') >= 1


@test
def ordereddict_move():
    a, b = (Named('a'), Named('b'))
    od = collections.OrderedDict([(a, 1), (2, 2)])
    r = replace(a, b)
    od.move_to_end(b)
    r.undo()
    assert list(od) == [2, a] or list(od.keys())[1].n == 'a', od
    assert od[a] == 1


@test
def counter_chainmap():
    a, b = (Named('a'), Named('b'))
    c = collections.Counter([a, a, 1])
    cm = collections.ChainMap({a: 1}, {'x': a})
    r = replace(a, b)
    assert c[b] == 2 and cm[b] == 1 and (cm['x'] is b)
    r.undo()
    assert c[a] == 2 and cm[a] == 1


@test
def lru_cache_keys():
    calls = []

    @functools.lru_cache
    def f(x):
        calls.append(x)
        return len(calls)
    a, b = (Named('a'), Named('b'))
    f(a)
    r = replace(a, b)
    assert f(b) == 1 and len(calls) == 1 and (calls[0] is b)
    f(a) if False else None
    r.undo()
    assert f(a) == 1 and len(calls) == 1


@test
def lru_cache_wrapped():

    def g(x):
        return ('g', x)

    def h(x):
        return ('h', x)
    f = functools.lru_cache(g)
    assert f(1) == ('g', 1)
    replace(g, h)
    assert f(1) == ('g', 1) and f(2) == ('h', 2) and (f.__wrapped__ is h)


@test
def sort_key_running():
    a, b = (Named('a'), Named('b'))
    l = [3, 1, 2]
    box = [a]

    def key(x):
        if box[0].n == 'a':
            replace(box[0], b)
        return x
    l.sort(key=key)
    assert l == [1, 2, 3] and box[0] is b


@test
def replace_list_while_sorting():
    l = [3, 1, 2]
    m = [9]
    box = [l]

    def key(x):
        if box[0] is not m:
            replace(box[0], m)
        return x
    l.sort(key=key)
    assert l is m and m == [9]


@test
def for_over_replaced_list():
    l = [1, 2, 3, 4]
    m = [10, 20, 30, 40]
    out = []
    for x in l:
        out.append(x)
        if x == 2:
            replace(l, m)
    assert out == [1, 2, 30, 40]


@test
def for_over_dict_keys_replaced():
    a, b = (Named('a'), Named('b'))
    d = {1: 1, a: 2, 3: 3}
    out = []
    for k in d:
        out.append(k)
        if k == 1:
            replace(a, b)
    assert [getattr(k, 'n', k) for k in out] == [1, 'b', 3]


@test
def set_iteration_moved():
    a, b = (Named('a'), Named('b'))
    s = {a, 1, 2}
    it = iter(s)
    next(it)
    replace(a, b)
    try:
        next(it)
        ok = False
    except RuntimeError as e:
        ok = True
    assert ok


@test
def set_iteration_not_touched():
    a, b = (Named('a'), Named('b'))
    s = {1, 2, 3}
    l = [a]
    it = iter(s)
    next(it)
    replace(a, b)
    assert len(list(it)) == 2


@test
def dict_views_and_reverse():
    d = {1: 1, 2: 2}
    e = {3: 3, 4: 4, 5: 5}
    v = d.keys()
    it = reversed(d)
    r = replace(d, e)
    assert list(v) == [3, 4, 5]
    r.undo()
    assert list(v) == [1, 2]


@test
def map_filter_zip_fn():

    def f(x):
        return x + 1

    def g(x):
        return x * 10
    m = map(f, [1, 2, 3])
    next(m)
    z = filter(f, [1, -1])
    replace(f, g)
    assert list(m) == [20, 30] and list(z) == [1, -1]


@test
def itertools_saved():
    a, b = (Named('a'), Named('b'))
    c = itertools.cycle([a, 1])
    next(c)
    next(c)
    t1, t2 = itertools.tee([a, 2])
    next(t1)
    rep = itertools.repeat(a)
    ch = itertools.chain([a])
    gb = itertools.groupby([a, a])
    k, g = next(gb)
    replace(a, b)
    assert next(c) is b and next(t2) is b and (next(rep) is b) and (next(ch) is b) and (next(g) is b)


@test
def contextmanager_gen():
    a, b = (Named('a'), Named('b'))
    out = []

    @contextlib.contextmanager
    def cm(x):
        yield x
        out.append(x)
    with cm(a) as v:
        replace(a, b)
        assert v is b
    assert out[0].n == 'b'


@test
def exitstack_cb():
    a, b = (Named('a'), Named('b'))
    out = []
    with contextlib.ExitStack() as s:
        s.callback(out.append, a)
        replace(a, b)
    assert out[0].n == 'b'


@test
def simple_namespace():
    a, b = (Named('a'), Named('b'))
    ns = types.SimpleNamespace(x=a)
    replace(a, b)
    assert ns.x is b


@test
def replaced_nested():
    a, b, c = (Named('a'), Named('b'), Named('c'))
    l = [a]
    with replaced(a, b):
        with replaced(b, c):
            assert l[0].n == 'c'
        assert l[0].n == 'b'
    assert l[0].n == 'a'


@test
def plan_does_nothing():
    a, b = (Named('a'), Named('b'))
    l = [a]
    d = {a: 1}
    p = plan(a, b)
    assert l[0] is a and d[a] == 1 and (l[0].n == 'a')
    n = p.count
    r = p.apply()
    assert r.count == n and l[0].n == 'b'


@test
def plan_keeps_nothing():

    class W:
        pass
    a, b = (W(), W())
    l = [a]
    w = weakref.ref(a)
    p = plan(a, b)
    del p, a, l
    gc.collect()
    assert w() is None


@test
def report_drop_finalizes():
    log = []

    class F:

        def __init__(s, n):
            s.n = n

        def __del__(s):
            log.append(s.n)
    a, b = (F('a'), F('b'))
    l = [a]
    r = replace(a, b)
    assert log == []
    r = None
    assert log == ['a']


@test
def audit_veto():
    a, b = (Named('a'), Named('b'))
    l = [a]
    on = [True]

    def hook(ev, args):
        if on[0] and ev == 'theseus.replace':
            raise PermissionError(ev)
    sys.addaudithook(hook)
    try:
        replace(a, b)
        ok = False
    except PermissionError:
        ok = True
    on[0] = False
    assert ok and l[0] is a and (a.n == 'a')


@test
def wrong_args():
    for args, kw in [((1,), {}), ((Named('n'), Named('n'), 3), {}), ((Named('n'), Named('n')), {'on_key_conflict': 'x'}), ((Named('n'), Named('n')), {'bad': 1}), ((Named('n'), Named('n')), {'keep': 5})]:
        try:
            replace(*args, **kw)
        except (TypeError, ValueError) as e:
            assert not isinstance(e, ReplaceError) or True
        else:
            raise AssertionError((args, kw))
    for bad in (5, [1], [(1,)], [(Named('n'), Named('n'), Named('n'))]):
        try:
            replace_many(bad)
        except (TypeError, ValueError):
            pass
        else:
            raise AssertionError(bad)


@test
def json_of_plan():
    a, b = (Named('a'), Named('b'))
    l = [a]
    d = {a: 1}
    p = plan(a, b)
    j = json.loads(p.json())
    assert j['count'] == p.count and j['conflicts'] == [], j


@test
def many_pairs_new_changes_too():
    x, y, z = (Named('x'), Named('y'), Named('z'))
    t = (y,)
    d = {x: 1}
    r = replace_many([(x, t), (y, z)])
    assert d[t] == 1 and d[z,] == 1 and (t[0].n == 'z')
    r.undo()
    assert d[x] == 1 and t[0].n == 'y'


@test
def crowded_set():
    a, b = (Named('a'), Named('b'))
    s = {(a, i) for i in range(4)}
    f = frozenset(s)
    before = list(s)
    r = replace(a, b)
    assert all(((b, i) in s for i in range(4))) and f == s
    r.undo()
    assert all(((a, i) in s for i in range(4))) and list(s) == before and (hash(f) == hash(frozenset(before)))


@test
def large_set_all_changed():
    a, b = (Named('a'), Named('b'))
    s = {(a, i) for i in range(1000)}
    before = list(s)
    r = replace(a, b)
    assert all(((b, i) in s for i in range(1000))) and len(s) == 1000
    r.undo()
    assert list(s) == before and all((k in s for k in before))


@test
def attribute_beside_init():
    a = Named('a')

    class H:

        def __init__(s):
            s.first = 1
    H()
    h = H()
    h.second = a
    assert (h, '.second') in [(x, w) for x, w in referrers(a)]
    p = plan(a, Named('b'))
    assert 'attribute' in str(p) and p.count >= 2
    h.__dict__
    assert (h.__dict__, "['second']") in [(x, w) for x, w in referrers(a)] or (h, '.second') in referrers(a)


run()
