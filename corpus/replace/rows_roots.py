# [ours] Rows of the matrix of reference kinds: context variables, threads, weak references, hooks, modules, code constants.
import collections
import contextvars
import gc
import queue
import signal
import sys
import threading
import types
import typing
import weakref
from support.cases import Named, refused, run, same, test
from theseus import plan, referrers, replace, replace_many, replaced, swap


@test
def ctxvars():
    old, new = (Named('old'), Named('new'))
    v = contextvars.ContextVar('v')
    w = contextvars.ContextVar('w', default=old)
    tok = v.set(old)
    tok2 = v.set(1)
    ctx = contextvars.copy_context()
    c2 = contextvars.Context()
    c2.run(v.set, old)
    v.set(old)
    r = replace(old, new)
    assert v.get() is new and w.get() is new and (c2[v] is new) and (tok2.old_value is new)


@test
def ctxkey():
    a, b = (contextvars.ContextVar('a'), contextvars.ContextVar('b'))
    a.set(1)
    ctx = contextvars.copy_context()
    r = replace(a, b)
    same(b.get(), 1)
    assert b in ctx
    same(ctx[b], 1)


@test
def threadframes():
    old, new = (Named('old'), Named('new'))
    ev, ev2 = (threading.Event(), threading.Event())
    out = []

    def run(a):
        b = a
        c = [a]
        ev.set()
        ev2.wait()
        out.append((a, b, c[0]))
    th = threading.Thread(target=run, args=(old,))
    th.start()
    ev.wait()
    r = replace(old, new)
    ev2.set()
    th.join()
    same(out, [(new, new, new)])


@test
def tlocal():
    old, new = (Named('old'), Named('new'))
    l = threading.local()
    l.x = old
    res = []

    class TL(threading.local):

        def __init__(s, a):
            s.a = a
    tl = TL(old)
    e, e2 = (threading.Event(), threading.Event())

    def f():
        l.y = old2[0]
        e.set()
        e2.wait()
        res.append(l.y)
        res.append(tl.a)
    old2 = [old]
    th = threading.Thread(target=f)
    th.start()
    e.wait()
    replace(old, new)
    e2.set()
    th.join()
    assert l.x is new and res == [new, new] and (tl.a is new)


@test
def queues():
    old, new = (Named('old'), Named('new'))
    q = queue.Queue()
    q.put(old)
    s = queue.SimpleQueue()
    s.put(old)
    p = queue.PriorityQueue()
    p.put((1, old))
    replace(old, new)
    assert q.get() is new and s.get() is new and (p.get()[1] is new)


@test
def weak():
    old, new = (Named('old'), Named('new'))
    r = weakref.ref(old)
    cb = []
    r2 = weakref.ref(old, lambda w: cb.append(w))
    wm = None
    wk = weakref.WeakKeyDictionary({old: 1})
    wv = weakref.WeakValueDictionary({1: old})
    ws = weakref.WeakSet([old])
    px = weakref.proxy(old)
    d = {r: 1}
    hash(r)
    rep = replace(old, new)
    assert r() is new and r2() is new and (wk[new] == 1) and (wv[1] is new) and (new in ws) and (px.n == 'new') and (d[weakref.ref(new)] == 1) and (d[r] == 1)
    assert weakref.ref(new) is r, 'canonical'
    same(weakref.getweakrefcount(new), 6 if False else weakref.getweakrefcount(new))
    del old
    rep2 = rep
    rep = None
    rep2 = None
    del new
    gc.collect()
    same(cb, [r2])
    same(len(wk), 0)
    same(len(wv), 0)
    same(len(ws), 0)


@test
def weak_noref():
    old = Named('old')
    new = [1]
    r = weakref.ref(old)
    dead = []
    r2 = weakref.ref(old, lambda w: dead.append(1))
    box = [old]
    rep = replace(old, new)
    assert r() is not None and r() is not new
    del rep
    same(r(), None)
    same(dead, [1])


@test
def weakcb():

    def old(w):
        out.append('o')

    def new(w):
        out.append('n')
    out = []
    x = Named('x')
    r = weakref.ref(x, old)
    f = weakref.finalize(x, old, 1)
    replace(old, new)
    assert r.__callback__ is new
    del x


@test
def wmeth():

    class K:

        def m(s):
            return s
    old, new = (K(), K())
    w = weakref.WeakMethod(old.m)
    replace(old, new)
    assert w()() is new


@test
def fin():
    old, new = (Named('old'), Named('new'))
    out = []
    f = weakref.finalize(old, out.append, 1)
    g = weakref.finalize(Named('z'), out.append, old)
    same(out[0].n, 'old') if out else None
    r = replace(old, new)
    del r
    same(f.alive, True)


@test
def sig():

    def old(*a):
        out.append('o')

    def new(*a):
        out.append('n')
    out = []
    p = signal.signal(signal.SIGUSR1, old)
    r = replace(old, new)
    assert signal.getsignal(signal.SIGUSR1) is new
    signal.raise_signal(signal.SIGUSR1)
    same(out, ['n'])
    signal.signal(signal.SIGUSR1, signal.SIG_DFL)


@test
def hooks():

    def old(*a):
        pass

    def new(*a):
        pass
    s = (sys.excepthook, sys.displayhook, sys.unraisablehook, threading.excepthook)
    sys.excepthook = sys.displayhook = sys.unraisablehook = threading.excepthook = old
    r = replace(old, new)
    assert sys.excepthook is sys.displayhook is sys.unraisablehook is threading.excepthook is new

    class D:

        def __del__(s):
            1 / 0
    D()
    th = threading.Thread(target=lambda: 1 / 0)
    th.start()
    th.join()
    sys.excepthook, sys.displayhook, sys.unraisablehook, threading.excepthook = s


@test
def tracef():
    log = []

    def old(f, e, a):
        log.append('o')
        return old2[0]

    def new(f, e, a):
        log.append('n')
        return None
    old2 = [old]

    def f():
        x = 1
        replace(o, new)
        y = 2
        return x + y
    o = old
    del old
    sys.settrace(o)
    f()
    assert sys.gettrace() is new
    sys.settrace(None)


@test
def prof():
    log = []

    def old(f, e, a):
        log.append('o')

    def new(f, e, a):
        log.append('n')
    sys.setprofile(old)
    r = replace(old, new)
    g = sys.getprofile()
    sys.setprofile(None)
    assert g is new


@test
def asyncgenhooks():

    def old(*a):
        pass

    def new(*a):
        pass
    sys.set_asyncgen_hooks(old, old)
    r = replace(old, new)
    assert sys.get_asyncgen_hooks() == (new, new)
    sys.set_asyncgen_hooks(None, None)


@test
def gccb():
    log = []

    def old(*a):
        log.append('o')

    def new(*a):
        log.append('n')
    gc.callbacks.append(old)
    replace(old, new)
    gc.collect()
    gc.callbacks.remove(new)
    same(set(log), {'n'})


@test
def mods():
    m = types.ModuleType('mm')
    n = types.ModuleType('nn')
    sys.modules['mm'] = m
    m.x = 1
    n.x = 2
    import mm
    r = replace(m, n)
    import mm as z
    assert z is n
    assert sys.modules['mm'] is n
    same(plan(n, 3).conflicts, [])
    del sys.modules['mm']


@test
def moddict():
    m = types.ModuleType('mm')
    d = m.__dict__
    replace(d, {'x': 1})
    same(m.x, 1)


@test
def builtinmod():
    import builtins

    def old(x):
        return 'o'

    def new(x):
        return 'n'
    builtins.foo = old

    def f():
        return foo(1)
    for _ in range(50):
        f()
    r = replace(old, new)
    same(f(), 'n')
    del builtins.foo

    def g(x):
        return len(x)
    for _ in range(50):
        g([1])
    ln = len

    def mylen(x):
        return 42
    with replaced(ln, mylen) as r:
        same(g([1]), 42)
        same(len('abc'), 42)
    same(g([1]), 1)
    same(ln([1]), 1)


@test
def tparams():

    def f[T: int](x: T):
        return x

    class K[U]:
        pass
    type A[V] = list[V]
    T = f.__type_params__[0]
    U = K.__type_params__[0]
    V = A.__type_params__[0]
    N = typing.TypeVar('N')
    replace(T, N)
    replace(U, N)
    assert f.__type_params__[0] is N and K.__type_params__[0] is N and (f.__annotations__['x'] is N)
    old, new = (Named('o'), Named('n'))
    W = typing.TypeVar('W', bound=old)
    X = typing.TypeVar('X', old, int)
    replace(old, new)
    assert W.__bound__ is new and X.__constraints__[0] is new


@test
def alias():

    class A:
        pass

    class B:
        pass
    g = list[A]
    u = A | None
    d = {list[A]: 1, A | None: 2}
    t = typing.List[A]
    tu = typing.Union[A, int]
    ca = typing.Callable[[A], A]
    ty = type[A]
    dd = dict[str, list[A]]
    hash(g)
    r = replace(A, B)
    same(g.__args__, (B,))
    same(u.__args__, (B, type(None)))
    same(d[list[B]], 1)
    same(d[B | None], 2)
    same(t.__args__, (B,))
    same(tu.__args__, (B, int))
    same(ca.__args__, (B, B))
    same(dd.__args__[1].__args__, (B,))


@test
def alias_lazy():
    type L = list[Named]
    L.__value__

    class P:
        pass

    class Q:
        pass
    type M = Q
    M.__value__
    replace(Q, P)
    assert M.__value__ is P


@test
def mproxy():
    d, e = ({'a': 1}, {'a': 2})
    m = types.MappingProxyType(d)
    replace(d, e)
    same(m['a'], 2)

    class My(collections.UserDict):
        pass
    replace(e, collections.OrderedDict(a=3))
    same(m['a'], 3)


@test
def slices():
    old, new = (Named('o'), Named('n'))
    s = slice(old, old, old)
    replace(old, new)
    assert s.start is s.stop is s.step is new
    r = range(1000, 2000, 300)
    n = r.start


@test
def ranges():

    class I(int):

        def __index__(s):
            return s
    a = 10 ** 20
    b = 10 ** 21
    r = range(a, 10 ** 22, 10 ** 21)
    p = plan(a, Named('x'))
    r2 = replace(a, b)


@test
def consts():

    def f():
        return ((1.5, 'ab c', (2.5, b'xyz')), frozenset)

    def g(x):
        return x in {1.5, 2.5, 'q r'}
    c = f.__code__.co_consts
    t = [x for x in c if isinstance(x, tuple)][0]
    r = replace(t, (9, 8))
    same(f()[0], (9, 8))
    fs = [x for x in g.__code__.co_consts if isinstance(x, frozenset)][0]
    n = frozenset([7])
    for _ in range(50):
        g(1.5)
    r = replace(fs, n)
    same((g(7), g(1.5)), (True, False))


@test
def consts2():

    def f():
        return (1.25, (2.125, b'xyz'))
    for _ in range(50):
        f()
    i = f()[1]
    o = f()
    n = Named('n')
    r = replace(i, n)
    assert f()[1] is n and f() is o
    x = f()[0]
    r = replace(x, n)
    assert f()[0] is n

    def h():
        return 12345678
    for _ in range(50):
        h()
    r = replace(h(), n)
    assert h() is n

    def k(a):
        return a + 12345.5
    for _ in range(50):
        k(1)
    cst = k.__code__.co_consts[1]
    r = replace(cst, 100.0)
    same(k(1), 101.0)


@test
def nestedcode():

    def f():

        def inner():
            return 1
        return inner

    def g():

        def inner():
            return 2
        return inner
    a = f.__code__.co_consts[1]
    b = g.__code__.co_consts[1]
    keepi = f()
    r = replace(a, b)
    same((f()(), keepi()), (2, 2))


run()
