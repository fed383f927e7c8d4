# [ours] [slow] Rule by rule: classes, methods, typed fields, roots, exceptions, generators, every kind of holder.
import collections
import functools
import gc
import itertools
import operator
import sys
import theseus
import traceback
import types
import weakref
from theseus import plan, referrers, replace, replace_many, replaced, swap, ReplaceError

from support.cases import Thing, refused, run, test

import asyncio, contextvars, threading, atexit, signal, builtins, io, copy


@test
def r11_slots():

    class A:
        __slots__ = ('x', 'y')

    class B:
        __slots__ = ('x', 'y')

    class C:
        __slots__ = ('y', 'x')

    class D:
        pass
    a = A()
    a.x = 1
    h = [A]
    refused(A, C)
    refused(A, D)
    refused(A, 5)
    assert h == [A]
    replace(A, B)
    assert type(a) is B and a.x == 1


@test
def r11_dict_vs_nodict():

    class A:
        pass

    class B:
        __slots__ = ()
    a = A()
    m = refused(A, B)
    print(m)


@test
def r11_weakref_slot():

    class A:
        __slots__ = ('__weakref__',)

    class B:
        __slots__ = ()
    a = A()
    refused(A, B)


@test
def r11_base():

    class A(int):
        pass

    class B(str):
        pass
    a = A(5)
    refused(A, B)

    class C(int):
        pass
    replace(A, C)
    assert type(a) is C and a == 5


@test
def r11_noinst():

    class A:
        pass
    h = [A]
    replace(A, 5)
    assert h == [5]


@test
def r11_sub_mro():

    class A:

        def f(s):
            return 'A'

    class S(A):
        pass

    class T(S):
        pass

    class B:

        def f(s):
            return 'B'

        def g(s):
            return 'g'
    t = T()
    assert t.f() == 'A'
    r = replace(A, B)
    assert t.f() == 'B' and t.g() == 'g'
    assert T.__mro__ == (T, S, B, object)
    assert S in B.__subclasses__()
    r.undo()
    assert t.f() == 'A'
    assert T.__mro__ == (T, S, A, object)
    assert S in A.__subclasses__() and S not in B.__subclasses__()


@test
def r11_mrofail():

    class A:
        pass

    class X:
        pass

    class B(X):
        pass

    class S(X, A):
        pass
    m = refused(A, B)
    print(m)
    assert S.__bases__ == (X, A)


@test
def r11_meta():

    class M(type):
        pass

    class A:
        pass

    class S(A):
        pass

    class B(metaclass=M):
        pass
    m = refused(A, B)
    print(m)


@test
def r11_final():

    class A:
        pass

    class S(A):
        pass
    m = refused(A, bool)
    print(m)


@test
def r11_replace_meta():

    class M(type):

        def hi(c):
            return 'M'

    class N(type):

        def hi(c):
            return 'N'

    class A(metaclass=M):
        pass
    r = replace(M, N)
    assert type(A) is N and A.hi() == 'N'
    r.undo()
    assert A.hi() == 'M'


@test
def r11_cache():

    class A:
        x = 1

        def m(s):
            return 1

    class B:
        x = 2

        def m(s):
            return 2
    a = A()

    def f(o):
        return (o.x, o.m())
    for i in range(100):
        f(a)
    replace(A, B)
    assert f(a) == (2, 2)


@test
def r11_isinstance():

    class A:
        pass

    class B:
        pass
    a = A()

    def f(o):
        return isinstance(o, A)
    for i in range(100):
        assert f(a)
    replace(A, B)
    assert f(a)


@test
def r11_both_base():

    class A:
        pass

    class B:
        pass

    class S(A, B):
        pass
    m = refused(A, B)
    print(m)
    assert S.__bases__ == (A, B)


@test
def r12_bound():

    class C:

        def m(s):
            return s

    class D:
        pass
    c = C()
    m = c.m
    d = D()
    replace(c, d)
    assert m() is d and m.__self__ is d and (m.__func__ is C.m)


@test
def r12_builtin():
    l = [1]
    f = l.append
    n = [2]
    replace(l, n)
    f(3)
    assert n == [2, 3]


@test
def r12_builtin_ref():
    l = [1]
    f = l.append
    m = refused(l, {})
    print(m)
    f(2)
    assert l == [1, 2]


@test
def r12_wrapper():
    l = [1]
    f = l.__len__
    n = [1, 2]
    replace(l, n)
    assert f() == 2
    refused(n, {})


@test
def r12_func():

    class C:

        def m(s):
            return 1

    def new(s):
        return 2
    c = C()
    b = c.m
    replace(C.__dict__['m'], new)
    assert b() == 2 and c.m() == 2


@test
def r13_listiter():
    l = [1, 2, 3]
    it = iter(l)
    next(it)
    n = [4, 5, 6]
    replace(l, n)
    assert list(it) == [5, 6]


@test
def r13_listiter_ref():
    l = [1, 2, 3]
    it = iter(l)
    m = refused(l, (4, 5))
    print(m)


@test
def r13_for():
    l = [1, 2, 3]
    n = [10, 20, 30, 40]
    out = []
    for x in l:
        out.append(x)
        if x == 1:
            replace(l, n)
    assert out == [1, 20, 30, 40], out


@test
def r13_tuple_iter():
    t = tuple([1, 2, 3])
    it = iter(t)
    next(it)
    n = tuple([7, 8, 9])
    replace(t, n)
    assert list(it) == [8, 9]


@test
def r13_dict_iter():
    d = {'a': 1, 'b': 2}
    it = iter(d)
    next(it)
    n = {'c': 1, 'd': 2}
    r = replace(d, n)
    assert list(it) == ['d']


@test
def r13_dict_iter_size():
    d = {'a': 1, 'b': 2}
    it = iter(d)
    next(it)
    n = {'c': 1}
    r = replace(d, n)
    try:
        print('diter', list(it))
    except RuntimeError as e:
        print('diter', e)


@test
def r13_dict_key_during():
    a, b = (Thing(1), Thing(2))
    d = {0: 0, a: 1, 5: 5}
    out = []
    for k in d:
        out.append(k)
        if k == 0:
            replace(a, b)
    assert out == [0, b, 5]


@test
def r13_set_during():
    a, b = (Thing(1), Thing(2))
    s = {a, 3, 4}
    it = iter(s)
    next(it)
    replace(a, b)
    try:
        next(it)
    except RuntimeError as e:
        print(e)
    else:
        assert 0


@test
def r13_code():

    def f():
        return 1

    def g():
        return 2
    c = f.__code__
    replace(f.__code__, g.__code__)
    assert f() == 2


@test
def r13_code_bad():
    x = 1

    def f():
        return x

    def g():
        return 2
    m = refused(f.__code__, g.__code__)
    print(m)
    refused(f.__code__, 5)


@test
def r13_globals():
    g = {'__builtins__': builtins}
    exec('def f(): return v', g)
    n = {'v': 5}
    f = g['f']
    replace(g, n)
    assert f() == 5
    refused(f.__globals__, [])


@test
def r13_globals_sub():

    class D(dict):
        pass
    g = {'__builtins__': builtins}
    exec('def f(): return 1', g)
    f = g['f']
    m = refused(g, D())
    print(m)


@test
def r14_running():

    def f(n):
        if n == 0:
            replace(f, g)
            return 'old'
        return f(n - 1)

    def g(n):
        return 'new'
    assert f(0) == 'old'
    assert f(0) == 'new'


@test
def r14_gen():

    def f():
        yield 1
        yield 2

    def g():
        yield 'x'
    it = f()
    next(it)
    replace(f, g)
    assert next(it) == 2
    assert list(f()) == ['x']


@test
def r25_words():
    o = Thing(1)

    def f():
        c = o

        def g():
            return c
        return g
    g = f()

    class C:
        __slots__ = ('s',)
        attr = o
    c = C()
    c.s = o
    m = types.MethodType(print, o)
    p = functools.partial(o.__repr__) if False else functools.partial(print, o)

    def d(a=o, *, k=o):
        pass

    def gen():
        v = o
        yield
    gg = gen()
    next(gg)
    e = ValueError(o)
    got = sorted(((type(h).__name__, rel) for h, rel in referrers(o)))
    print(got)


@test
def r25_class():

    class A:
        pass

    class S(A):
        pass
    a = A()
    print(sorted(((getattr(h, '__name__', type(h).__name__), rel) for h, rel in referrers(A))))


@test
def r25_equals_plan():
    o, n = (Thing(1), Thing(2))
    d = {'k': o, o: 1}
    l = [o]
    s = {o}
    t = (o,)
    p = plan(o, n)
    a = sorted(((id(h), r) for h, r in p.edges))
    b = sorted(((id(h), r) for h, r in referrers(o)))
    assert a == b, (a, b)


@test
def r28():
    o, n = (Thing(1), Thing(2))
    sys.modules['zz_o'] = o
    replace(o, n)
    assert sys.modules.pop('zz_o') is n
    builtins.zz = o2 = Thing(3)
    replace(o2, n)
    assert zz is n
    del builtins.zz


@test
def r28_hook():

    def a(*x):
        pass
    log = []

    def b(*x):
        log.append(1)
    sys.excepthook = a
    replace(a, b)
    assert sys.excepthook is b
    sys.excepthook = sys.__excepthook__


@test
def r28_trace():
    log = []

    def a(f, e, x):
        return None

    def b(f, e, x):
        log.append(e)
    sys.settrace(a)
    replace(a, b)

    def g():
        pass
    g()
    sys.settrace(None)
    assert 'call' in log, log


@test
def r28_profile():
    log = []

    def a(f, e, x):
        return None

    def b(f, e, x):
        log.append(e)
    sys.setprofile(a)
    replace(a, b)
    len('')
    sys.setprofile(None)
    assert log


@test
def r28_signal():

    def a(*x):
        pass

    def b(*x):
        pass
    signal.signal(signal.SIGUSR1, a)
    replace(a, b)
    assert signal.getsignal(signal.SIGUSR1) is b
    signal.signal(signal.SIGUSR1, signal.SIG_DFL)


@test
def r28_ctx():
    v = contextvars.ContextVar('v')
    o, n = (Thing(1), Thing(2))
    v.set(o)
    c = contextvars.copy_context()
    replace(o, n)
    assert v.get() is n and c[v] is n


@test
def r28_ctx_default():
    o, n = (Thing(1), Thing(2))
    v = contextvars.ContextVar('v', default=o)
    replace(o, n)
    assert v.get() is n


@test
def r28_ctxtoken():
    o, n = (Thing(1), Thing(2))
    v = contextvars.ContextVar('v')
    v.set(o)
    t = v.set(5)
    replace(o, n)
    assert t.old_value is n
    v.reset(t)
    assert v.get() is n


@test
def r28_ctxvar_itself():
    v = contextvars.ContextVar('v')
    w = contextvars.ContextVar('w')
    v.set(7)
    try:
        replace(v, w)
    except ReplaceError as e:
        print('ctxvar', e)
        return
    print('ctxvar', w.get('none'))


@test
def r28_local():
    t = threading.local()
    o, n = (Thing(1), Thing(2))
    t.x = o
    replace(o, n)
    assert t.x is n


@test
def r28_codec():
    import codecs

    def s(n):
        return None

    def s2(n):
        return None
    codecs.register(s)
    replace(s, s2)
    codecs.unregister(s2)


@test
def r28_stdout():
    a, b = (io.StringIO(), io.StringIO())
    old = sys.stdout
    sys.stdout = a
    try:
        replace(a, b)
        print('x')
    finally:
        sys.stdout = old
    assert a is b and b.getvalue() == 'x\n'


@test
def r29_sortkey():
    o, n = (Thing(1), Thing(2))
    l = [3, 1, 2]
    reps = []

    def key(x):
        if not reps:
            reps.append(replace(l, [9]))
        return x
    l.sort(key=key)
    print('pinned', reps[0].pinned, reps[0].pinned_by, l)


@test
def r29_map():
    a, b = (Thing(1), Thing(2))

    def f(x):
        if x is a:
            pass
        return x
    m = map(f, [1, 2])
    replace(f, str)
    assert list(m) == ['1', '2']


@test
def r30_eq():

    class E:

        def __init__(s, v):
            s.v = v

        def __hash__(s):
            return 1

        def __eq__(s, o):
            try:
                replace(a, b)
            except ReplaceError as e:
                log.append(str(e))
            return s is o
    log = []
    a, b = (Thing(1), Thing(2))
    x, y, z = (E(1), E(2), E(3))
    d = {x: 1, z: 2}
    h = [a]
    replace(x, y)
    print(log[:1])
    assert list(d) == [y, z]


@test
def r30_del():

    class D:

        def __del__(s):
            replace(a, b)
    a, b = (Thing(1), Thing(2))
    h = [a]
    d = D()
    del d
    assert h[0] is b


@test
def r31():
    o, n = (Thing(1), Thing(2))
    e = ValueError(o)
    e.add_note('x')
    e.attr = o
    try:
        try:
            raise e
        except ValueError as x:
            raise KeyError(o) from x
    except KeyError as k:
        replace(o, n)
        assert k.args == (n,) and k.__cause__.args == (n,) and (k.__cause__.attr is n)


@test
def r31_inflight():
    a, b = (ValueError('a'), KeyError('b'))
    try:
        raise a
    except ValueError:
        replace(a, b)
        assert sys.exception() is b
        try:
            raise
        except KeyError as e:
            assert e is b


@test
def r31_bad():
    a = ValueError('a')
    try:
        raise a
    except ValueError:
        m = refused(a, 5)
        print(m)


@test
def r31_cause():
    a, b = (ValueError('a'), KeyError('b'))
    e = TypeError()
    e.__cause__ = a
    e.__context__ = a
    replace(a, b)
    assert e.__cause__ is b and e.__context__ is b
    refused(b, 5)


@test
def r31_finally():
    a, b = (ValueError('a'), KeyError('b'))
    try:
        try:
            raise a
        finally:
            replace(a, b)
    except KeyError as e:
        assert e is b
    else:
        assert 0


@test
def r32():
    m = types.ModuleType('m')
    m.x = 5
    sys.modules['mm'] = m
    n = types.ModuleType('n')
    n.x = 6
    import mm
    replace(m, n)
    assert mm is n and sys.modules.pop('mm') is n


@test
def r34():
    o, n = (Thing(1), Thing(2))

    def f(s):
        return 'f'

    def g(s):
        return 'g'

    class C:
        p = property(f)
        c = classmethod(f)
        s = staticmethod(f)
        cp = functools.cached_property(f)
    c = C()
    replace(f, g)
    assert c.p == 'g' and C.c() == 'g' and (C.s(1) == 'g') and (c.cp == 'g')
    ns = types.SimpleNamespace(a=o)
    ga = types.GenericAlias(list, (o,))
    replace(o, n)
    assert ns.a is n and ga.__args__ == (n,)


@test
def r34_lru():

    def f(x):
        return 'f'

    def g(x):
        return 'g'
    c = functools.lru_cache(f)
    c(1)
    replace(f, g)
    assert c(1) == 'f' and c(2) == 'g' and (c.__wrapped__ is g)


@test
def r35():

    def f():
        return (1.5, 2.5)
    t = f()
    n = (9, 9)
    p = plan(t, n)
    assert any(('co_consts' in r for _, r in p.edges)), p.edges
    replace(t, n)
    assert f() == (9, 9)


@test
def r35_float():

    def f():
        return 1.25

    def g():
        return 1.25
    x = f()
    replace(x, 7)
    assert f() == 7


@test
def r35_bytes():

    def f():
        return b'hello'
    x = f()
    replace(x, b'bye')
    assert f() == b'bye'


@test
def r36():

    class A:

        def __init__(s, new):
            s.v = 'old'
            replace(s, new)
            s.w = 1

    class B:
        pass
    b = B()
    a = A.__new__(A)
    r = a.__init__(b)
    assert a is b and b.w == 1


@test
def r36_ctor():

    class A:

        def __init__(s, new):
            replace(s, new)

    class B:
        pass
    b = B()
    x = A(b)
    print('ctor', x is b)


@test
def r36_self():

    class A:

        def m(s, n):
            replace(s, n)
            return s
    a, b = (A(), A())
    assert a.m(b) is b


@test
def r36_super():

    class P:

        def m(s):
            return s

    class A(P):

        def m(s, n):
            replace(s, n)
            return super().m()
    a, b = (A(), A())
    assert a.m(b) is b


@test
def r37():

    def sub(tag):
        yield (tag + '1')
        yield (tag + '2')
    a, b = (sub('a'), sub('b'))

    def main():
        yield from a
    m = main()
    next(m)
    replace(a, b)
    assert list(m) == ['b1', 'b2']


@test
def r37_bad():

    def sub():
        yield 1
        yield 2
    a = sub()

    def main():
        yield from a
    m = main()
    next(m)
    x = refused(a, 5)
    print(x)


@test
def r37_await():

    async def c(x):
        await Aw()
        return x

    class Aw:

        def __await__(s):
            yield 1
    a, b = (c('a'), c('b'))

    async def main():
        return await a
    m = main()
    m.send(None)
    b.send(None)
    replace(a, b)
    try:
        m.send(None)
    except StopIteration as e:
        assert e.value == 'b'


@test
def r38():
    log = []

    class L:

        def __init__(s, n):
            s.n = n

        def __enter__(s):
            return s

        def __exit__(s, *a):
            log.append(s.n)
    a, b = (L('a'), L('b'))
    with a:
        replace(a, b)
    assert log == ['b'], log


@test
def r38_keep():
    log = []

    class L:

        def __init__(s, n):
            s.n = n

        def __enter__(s):
            return s

        def __exit__(s, *a):
            log.append(s.n)

    def f():
        a, b = (L('a'), L('b'))
        with a:
            replace(a, b, keep=[sys._getframe()])
    f()
    print('keep with', log)


@test
def r40():
    log = []

    def hook(ev, args):
        if ev == 'theseus.replace':
            log.append(args[2])
            if veto:
                raise RuntimeError('no')
    veto = False
    sys.addaudithook(hook)
    o, n = (Thing(1), Thing(2))
    l = [o]
    r = replace(o, n)
    assert log == [r.count], log
    veto = True
    o = Thing(3)
    l = [o]
    try:
        replace(o, n)
    except RuntimeError:
        pass
    else:
        assert 0
    assert l[0].n == 3
    veto = False


@test
def misc_containers():
    o, n = (Thing(1), Thing(2))
    dq = collections.deque([o])
    dd = collections.defaultdict(lambda: o)
    ch = collections.ChainMap({'a': o})
    ct = collections.Counter([o])
    ud = collections.UserDict(a=o)
    replace(o, n)
    assert dq[0] is n and dd['z'] is n and (ch['a'] is n) and (ct[n] == 1) and (ud['a'] is n)


@test
def misc_ddfactory():

    def f():
        return 'f'

    def g():
        return 'g'
    d = collections.defaultdict(f)
    replace(f, g)
    assert d['x'] == 'g'


@test
def misc_iters():
    o, n = ([1, 2, 3], [4, 5, 6])
    for mk in (lambda: map(lambda x: x, o), lambda: zip(o), lambda: enumerate(o), lambda: filter(None, o), lambda: itertools.chain(o), lambda: itertools.islice(o, 5), lambda: reversed(o), lambda: itertools.accumulate(o)):
        it = mk()
        next(it)
    its = [mk() for mk in (lambda: map(lambda x: x, o), lambda: zip(o), lambda: enumerate(o), lambda: filter(None, o), lambda: itertools.chain(o), lambda: itertools.islice(o, 5))]
    for i in its:
        next(i)
    replace(o, n)
    out = [list(i) for i in its]
    assert out == [[5, 6], [(5,), (6,)], [(1, 5), (2, 6)], [5, 6], [5, 6], [5, 6]], out


@test
def misc_reversed():
    o, n = ([1, 2, 3], [4, 5, 6])
    it = reversed(o)
    next(it)
    replace(o, n)
    assert list(it) == [5, 4]


@test
def misc_repeat_cycle():
    o, n = (Thing(1), Thing(2))
    r = itertools.repeat(o)
    c = itertools.cycle([o])
    next(c)
    t1, t2 = itertools.tee([o, o])
    next(t1)
    replace(o, n)
    assert next(r) is n and next(c) is n and (next(t2) is n)


@test
def misc_slice():
    o, n = (Thing(1), Thing(2))
    s = slice(o, o, o)
    replace(o, n)
    assert s.start is n and s.step is n


@test
def misc_memoryview():
    b = bytearray(b'abc')
    m = memoryview(b)
    x = refused(b, bytearray(b'def'))
    print(x)


@test
def misc_mappingproxy():
    d = {'a': 1}
    m = types.MappingProxyType(d)
    n = {'a': 2}
    replace(d, n)
    assert m['a'] == 2
    x = refused(n, [1])
    print(x)


@test
def misc_views():
    d = {'a': 1}
    k = d.keys()
    n = {'b': 1}
    replace(d, n)
    assert list(k) == ['b']
    refused(n, 5)


@test
def misc_range():
    o = int('1000')
    r = range(0, o)
    m = refused(o, 'x')
    print(m)
    replace(o, int('2000'))
    print(r)


@test
def misc_super():

    class A:

        def m(s):
            return 'A'

    class B(A):
        pass
    b, c = (B(), B())
    s = super(B, b)
    replace(b, c)
    assert s.__self__ is c
    try:
        replace(c, 5)
        print('super self -> int accepted')
    except ReplaceError as e:
        print(e)


@test
def misc_weak_cb():

    def f(r):
        pass

    def g(r):
        log.append(1)
    log = []
    t = Thing()
    w = weakref.ref(t, f)
    replace(f, g)
    del t
    gc.collect()
    assert log == [1]


@test
def misc_frame_snapshot():
    o, n = (Thing(1), Thing(2))

    def f():
        x = o
        return sys._getframe()
    fr = f()
    d = fr.f_locals
    replace(o, n)
    assert d['x'] is n and fr.f_locals['x'] is n


@test
def misc_annotations():

    class A:
        pass

    class B:
        pass

    def f(x: A) -> A:
        pass
    replace(A, B)
    assert f.__annotations__ == {'x': B, 'return': B}


@test
def misc_kwdefaults():
    o, n = (Thing(1), Thing(2))

    def f(*, a=o):
        return a
    replace(o, n)
    assert f() is n


@test
def misc_method_obj_func():

    def f(s):
        return 1

    def g(s):
        return 2
    m = types.MethodType(f, 5)
    replace(f, g)
    assert m() == 2


@test
def misc_cells():

    def mk():
        x = Thing(1)

        def a():
            return x

        def b():
            return x
        return (a, b)
    a, b = mk()
    n = Thing(2)
    o = a()
    replace(o, n)
    assert a() is n and b() is n and (a.__closure__[0] is b.__closure__[0])


@test
def misc_cell_itself():

    def mk(v):

        def a():
            return v
        return a
    a, b = (mk(1), mk(2))
    replace(a.__closure__[0], b.__closure__[0])
    assert a() == 2
    m = refused(a.__closure__[0], 5)
    print(m)


@test
def misc_tb_typed():
    try:
        1 / 0
    except ZeroDivisionError as e:
        tb, k = (e.__traceback__, e)
    m = refused(tb, 5)
    print(m)


@test
def misc_dict_replace():
    t = Thing(1)
    d = t.__dict__
    n = {'n': 5}
    replace(d, n)
    assert t.n == 5
    refused(n, [1])


@test
def misc_classdict():

    class A:
        pass
    try:
        replace(A.__dict__, {})
    except ReplaceError as e:
        print(e)
run()
