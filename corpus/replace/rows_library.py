# [ours] [slow] Rows of the matrix of reference kinds: holders of the library, and what hashes by its contents.
import ast
import asyncio
import codecs
import collections
import concurrent.futures
import contextlib
import csv
import ctypes
import datetime
import functools
import io
import json
import logging
import operator
import re
import threading
import types
import warnings
import weakref
from support.cases import Named, refused, run, same, test
from theseus import plan, referrers, replace


@test
def opget():

    class S(str):
        pass
    old, new = (S('aa'), S('bb'))
    ag = operator.attrgetter(old)
    ig = operator.itemgetter(old, 1)
    mc = operator.methodcaller('foo', old, k=old)

    class R:
        aa = 'A'
        bb = 'B'

        def foo(s, a, k):
            return (a, k)
    r = replace(old, new)


@test
def opget2():
    old, new = (Named('old'), Named('new'))
    ig = operator.itemgetter(old)
    mc = operator.methodcaller('append', old)
    d = {old: 1}
    replace(old, new)
    same(ig(d), 1)
    l = []
    mc(l)
    assert l[0] is new


@test
def cmpkey():

    def old(a, b):
        return 1

    def new(a, b):
        return -1
    k = functools.cmp_to_key(old)
    ko = k(5)
    o1, n1 = (Named('o'), Named('n'))
    kk = k(o1)
    replace(old, new)
    replace(o1, n1)
    assert ko < k(1)
    assert kk.obj is n1


@test
def csvw():
    a, b = (io.StringIO(), io.StringIO())
    w = csv.writer(a)
    replace(a, b)
    w.writerow([1])
    x, y = (iter(['a,b', 'c,d']), iter(['e,f']))
    r = csv.reader(x)
    next(r)
    replace(x, y)
    same(next(r), ['e', 'f'])


@test
def jsonenc():

    def old(o):
        return 'o'

    def new(o):
        return 'n'
    e = json.JSONEncoder(default=old)
    replace(old, new)
    same(e.encode({1, 2}), '"n"')


@test
def ns():
    old, new = (Named('old'), Named('new'))
    n = types.SimpleNamespace(a=old)
    replace(old, new)
    assert n.a is new


@test
def asy():

    async def main():
        old, new = (Named('old'), Named('new'))
        loop = asyncio.get_running_loop()
        f = loop.create_future()
        f.set_result(old)
        f2 = loop.create_future()

        async def c(x):
            await f2
            return x
        tk = asyncio.create_task(c(old))
        await asyncio.sleep(0)

        def cb1(*a):
            log.append('o')

        def cb2(*a):
            log.append('n')
        log = []
        f2.add_done_callback(cb1)
        tk.add_done_callback(cb1)
        loop.call_soon(cb1)
        replace(old, new)
        r = replace(cb1, cb2)
        f2.set_result(1)
        await tk
        await asyncio.sleep(0)
        assert f.result() is new and tk.result() is new
        same(log, ['n', 'n', 'n'])
    asyncio.run(main())


@test
def asy2():

    async def main():
        loop = asyncio.get_running_loop()
        a, b = (loop.create_future(), loop.create_future())

        async def c():
            return await a2[0]
        a2 = [a]
        tk = asyncio.create_task(c())
        await asyncio.sleep(0)
        p = plan(a, b)
        b.set_result('B')
        a.cancel()
        try:
            await tk
        except asyncio.CancelledError:
            pass
    asyncio.run(main())


@test
def futs():
    with concurrent.futures.ThreadPoolExecutor(1) as ex:
        old, new = (Named('o'), Named('n'))
        e = threading.Event()
        f = ex.submit(lambda x: (e.wait(), x)[1], old)
        replace(old, new)
        e.set()
        assert f.result() is new


@test
def exitstack():
    log = []

    class CM:

        def __init__(s, n):
            s.n = n

        def __enter__(s):
            return s

        def __exit__(s, *a):
            log.append(s.n)
    old, new = (CM('o'), CM('n'))
    with contextlib.ExitStack() as st:
        st.enter_context(old)
        st.callback(log.append, old.n)
        replace(old, new)
    same(log, ['o', 'n'])
    old, new = (CM('o'), CM('n'))
    log.clear()
    with old:
        replace(old, new)
    same(log, ['n'])
    old, new = (CM('o'), CM('n'))
    log.clear()

    def g():
        with old2.pop():
            yield
    old2 = [old]
    x = g()
    next(x)
    replace(old, new)
    x.close()
    same(log, ['n'])

    async def ag():

        class A:

            def __init__(s, n):
                s.n = n

            async def __aenter__(s):
                return s

            async def __aexit__(s, *a):
                log.append(s.n)
        o, n = (A('o'), A('n'))
        log.clear()
        async with o:
            replace(o, n)
        same(log, ['n'])
    asyncio.run(ag())


@test
def astn():
    old, new = (ast.Constant(1), ast.Constant(2))
    tr = ast.Expression(ast.BinOp(old, ast.Add(), old))
    replace(old, new)
    ast.fix_missing_locations(tr)
    same(eval(compile(tr, '', 'eval')), 4)


@test
def warn():

    def old(*a, **k):
        log.append('o')

    def new(*a, **k):
        log.append('n')
    log = []
    with warnings.catch_warnings():
        warnings.simplefilter('always')
        warnings.showwarning = old
        replace(old, new)
        warnings.warn('x')
    same(log, ['n'])


@test
def logh():

    class H(logging.Handler):

        def __init__(s, n):
            super().__init__()
            s.n = n

        def emit(s, r):
            log.append(s.n)
    log = []
    old, new = (H('o'), H('n'))
    l = logging.getLogger('zz')
    l.addHandler(old)
    r = replace(old, new)
    l.warning('x')
    same(log, ['n'])


@test
def cod():

    def old(n):
        return None

    def new(n):
        log.append(n)
        return None
    log = []
    codecs.register(old)
    replace(old, new)
    try:
        codecs.lookup('nonexistent_zz')
    except LookupError:
        pass
    same(log, ['nonexistent_zz'])
    codecs.unregister(new)

    def eo(e):
        return ('o', e.end)

    def en(e):
        return ('n', e.end)
    codecs.register_error('my', eo)
    replace(eo, en)
    same('é'.encode('ascii', 'my'), b'n')


@test
def frameglob():
    ns = {'__builtins__': __builtins__}
    exec('def f(): return X\nX=1', ns)
    f = ns['f']
    n = dict(ns)
    n['X'] = 2

    def run():
        for i in range(60):
            f()
    run()
    replace(ns, n)
    same(f(), 2)
    assert f.__globals__ is n
    n['X'] = 7
    same(f(), 7)

    class DD(dict):
        pass


@test
def bltns():
    import builtins
    b = dict(vars(builtins))
    ns = {'__builtins__': b}
    exec('def f(x): return len(x)', ns)
    f = ns['f']
    for i in range(60):
        f([1])
    b2 = dict(b)
    b2['len'] = lambda x: 99
    r = replace(b, b2)
    same(f([1]), 99)


@test
def pyobj():
    old, new = (Named('old'), Named('new'))
    p = ctypes.py_object(old)
    r = replace(old, new)


@test
def exch():

    def g(v):
        raise ValueError(v)
    old, new = (Named('old'), Named('new'))
    try:
        g(old)
    except ValueError as e:
        ex = e
    replace(old, new)
    assert ex.args[0] is new and ex.__traceback__.tb_next.tb_frame.f_locals['v'] is new


@test
def attrs_special():

    class A:
        pass
    old, new = ({'x': 1}, {'x': 2})
    a = A()
    a.__dict__ = old
    r = replace(old, new)
    same(a.x, 2)
    assert a.__dict__ is new
    p = plan(new, collections.OrderedDict(x=1))


@test
def zipstrict():
    old, new = (Named('o'), Named('n'))
    z = zip([old], [old], strict=True)
    replace(old, new)
    same(next(z), (new, new))


@test
def super_args():

    class A:
        pass
    x = A()
    s = super(A, x)


@test
def annos():
    x, y = (Named('x'), Named('y'))

    class K:
        a: x
        b: int
    r = replace(x, y)
    assert K.__annotations__['a'] is y


@test
def dtkeys():

    class TZ(datetime.tzinfo):

        def __init__(s, n='x'):
            s.n = n

        def utcoffset(s, d):
            return datetime.timedelta(hours=len(s.n))

        def dst(s, d):
            return None

    class TZ2(TZ):

        def __eq__(s, o):
            return s is o

        def __hash__(s):
            return 5
    old, new = (TZ('o'), TZ('nnn'))
    d = datetime.datetime(2020, 1, 1, tzinfo=old)
    tm = datetime.time(12, tzinfo=old)
    h = {d: 1, tm: 2, (d, 1): 3}
    s = {d}
    r = replace(old, new)
    same(h[d], 1)
    same(h[tm], 2)
    same(h[d, 1], 3)
    assert d in s
    r.undo()
    same(h[d], 1)
    same(h[tm], 2)
    same(h[d, 1], 3)

    class U(datetime.tzinfo):
        pass
    u = U()
    u.a = old2 = Named('zz')
    k = {u: 1}
    replace(old2, Named('yy'))
    same(k[u], 1)


@test
def zones():
    a, b = (datetime.timedelta(hours=1), datetime.timedelta(hours=2))
    z = datetime.timezone(a)
    k = {z: 1}
    replace(a, b)
    same(k[z], 1)
    same(k[datetime.timezone(b)], 1)


@test
def rngs():
    a = 10 ** 20
    b = 10 ** 21
    r = range(a, 10 ** 25)
    k = {r: 1}
    replace(a, b)
    same(k[r], 1)
    same(k[range(10 ** 21, 10 ** 25)], 1)


@test
def mp():

    class M(dict):

        def __init__(s, n):
            s.n = n

        def __hash__(s):
            return s.n
    a, b = (M(1), M(2))
    m = types.MappingProxyType(a)
    k = {m: 1}
    replace(a, b)
    same(k[m], 1)


@test
def pat():
    s = ''.join(['a+', 'b'])
    p = re.compile(s)
    k = {p: 1}
    hash(p)
    replace(s, ''.join(['c+', 'd']))
    same(k[p], 1)


@test
def wfs():
    a, b = (Named('a'), Named('b'))
    fs = frozenset([a])
    w = weakref.ref(fs)
    k = {w: 1}
    wk = weakref.WeakKeyDictionary({fs: 2})
    replace(a, b)
    same(k[w], 1)
    same(k[weakref.ref(frozenset([b]))], 1) if 0 else None
    same(wk[fs], 2)
    same(wk[frozenset([b])], 2)


@test
def natm():
    a, b = ([1], [2])
    k = {a.append: 1, a.__len__: 2, (a.append,): 3}
    replace(a, b)
    same(k[b.append], 1)
    same(k[b.__len__], 2)
    same(k[b.append,], 3)


@test
def pyo():
    a, b = (Named('a'), Named('b'))
    p = ctypes.py_object(a)
    replace(a, b)
    assert p.value is b
    p.value = 5
    same(p.value, 5)
    e = ctypes.py_object()
    try:
        e.value
    except ValueError as x:
        pass


run()
