# [ours] [slow] Rule by rule: every reference, frames, what new keeps, keep, containers in place, counts.
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


@test
def r1_dict_value():
    o, n = (Thing(1), Thing(2))
    d = {'k': o, 1: o}
    r = replace(o, n)
    assert d == {'k': n, 1: n} and o is n, (d, o)
    assert r.count == 3, r.count


@test
def r1_counts_locals():
    o = [1.5]
    n = [2.5]
    r = replace(o, n)
    assert o is n
    assert r.count == 1, r.count


@test
def r39():
    o = Thing()
    n = Thing(2)
    l = [o, o]
    p = plan(o, n)
    assert p.count == 3, p
    d = {o: o}
    assert plan(o, n).count == 5


@test
def r39_cls():

    class A:
        pass

    class B:
        pass
    xs = [A() for i in range(3)]

    class S(A):
        pass

    class S2(A):
        pass
    p = plan(A, B)
    print(p)
    r = replace(A, B)
    assert all((type(x) is B for x in xs))
    assert S.__bases__ == (B,)
    print(r.by_relation)


@test
def r2():
    o = Thing()
    r = replace(o, o)
    assert r.count == 0
    r.undo()


@test
def r2_pool():
    r = replace(None, None)
    assert r.count == 0


@test
def r3_args():
    o, n = (Thing(1), Thing(2))

    def f(a, *args, k=None, **kw):
        replace(o, n)
        return (a, args, k, kw)
    assert f(o, o, k=o, z=o) == (n, (n,), n, {'z': n})


@test
def r3_gen():
    o, n = (Thing(1), Thing(2))

    def g():
        x = o
        y = (yield x)
        yield x
    it = g()
    next(it)
    replace(o, n)
    assert next(it) is n


@test
def r3_coro():

    class Aw:

        def __await__(s):
            yield 1

    async def c(x):
        await Aw()
        return x
    o, n = (Thing(1), Thing(2))
    co = c(o)
    co.send(None)
    replace(o, n)
    try:
        co.send(None)
    except StopIteration as e:
        assert e.value is n


@test
def r3_asyncgen():
    import asyncio
    o, n = (Thing(1), Thing(2))

    async def ag(x):
        yield 1
        yield x

    async def main():
        g = ag(o)
        await g.__anext__()
        replace(o, n)
        assert await g.__anext__() is n
    asyncio.run(main())


@test
def r3_tb():
    o, n = (Thing(1), Thing(2))

    def f(v):
        w = v
        raise ValueError
    try:
        f(o)
    except ValueError as e:
        tb = e.__traceback__
    replace(o, n)
    fr = tb.tb_next.tb_frame
    assert fr.f_locals['w'] is n and fr.f_locals['v'] is n


@test
def r3_stack():
    o, n = (Thing(1), Thing(2))

    def do():
        replace(o, n)
        return 5
    l = [o, do(), o]
    assert l == [n, 5, n]
    t = (o, do())
    assert t == (n, 5)
    d = {'a': o, 'b': do()}
    assert d == {'a': n, 'b': 5}


@test
def r3_callargs():
    o, n = (Thing(1), Thing(2))

    def do():
        replace(o, n)
        return 5

    def f(*a):
        return a
    assert f(o, do()) == (n, 5)


@test
def r3_binop():

    class V:

        def __init__(s, v):
            s.v = v

        def __add__(s, x):
            return ('add', s.v, x)
    o, n = (V(1), V(2))

    def do():
        replace(o, n)
        return 5
    r = o + do()
    assert r == ('add', 2, 5), r


@test
def r3_method_receiver():

    class V:

        def __init__(s, v):
            s.v = v

        def m(s, x):
            return (s.v, x)
    o, n = (V(1), V(2))

    def do():
        replace(o, n)
        return 5
    assert o.m(do()) == (2, 5)


@test
def r3_thread():
    import threading
    o, n = (Thing(1), Thing(2))
    ev = threading.Event()
    ev2 = threading.Event()
    out = []

    def f(x):
        ev.set()
        ev2.wait()
        out.append(x)
    t = threading.Thread(target=f, args=(o,))
    t.start()
    ev.wait()
    replace(o, n)
    ev2.set()
    t.join()
    assert out == [n]


@test
def r3_report_not():
    o, n = (Thing(1), Thing(2))
    l = [o]
    r = replace(o, n)
    r.undo()
    assert l[0] is o and l[0] is not n


@test
def r4_wrapper():

    def f():
        return 1
    reg = {'f': f}

    def w(*a):
        return ('w', f())
    old = f
    n = w
    replace(old, n)
    assert reg['f'] is n
    assert reg['f']() == ('w', 1)


@test
def r4_proxy():

    class P:

        def __init__(s, t):
            s.t = t
    o = Thing(1)
    p = P(o)
    l = [o]
    replace(o, p)
    assert l[0] is p and p.t is not p and (p.t.n == 1)


@test
def r4_list():
    o = Thing(1)
    n = [o]
    h = [o]
    replace(o, n)
    assert h[0] is n and n[0] is not n


@test
def r4_dict():
    o = Thing(1)
    n = {'k': o, o: 1}
    h = [o]
    replace(o, n)
    assert h[0] is n and n['k'] is not n


@test
def r4_partial():

    def f(x):
        return x
    p = functools.partial(f, 1)
    h = [f]
    replace(f, p)
    assert h[0] is p and p.func is not p
    assert p() == 1


@test
def r4_partialargs():
    o = Thing(1)
    p = functools.partial(print, o, k=o)
    h = [o]
    replace(o, p)
    assert h[0] is p
    assert p.args[0].n == 1 and p.keywords['k'].n == 1


@test
def r4_bound():
    o = Thing(1)

    class C:

        def m(s):
            return 1
    c = C()
    m = c.m
    h = [c]
    replace(c, m)
    assert h[0] is m
    assert m.__self__ is not m


@test
def r4_defaults():
    o = Thing(1)

    def f(a=o, *, b=o):
        return (a, b)
    h = [o]
    replace(o, f)
    assert h[0] is f
    assert h[0]()[0].n == 1 and h[0]()[1].n == 1


@test
def r4_subclass():

    class A:

        def m(s):
            return 'A'

    class B(A):

        def m(s):
            return 'B' + super().m()
    a = A()
    h = A
    replace(A, B)
    assert type(a) is B
    assert a.m() == 'BA'
    assert B.__mro__[1].__name__ == 'A'
    assert A is B


@test
def r4_class_cell():

    class A:

        def __init__(s):
            s.x = 1

        def m(s):
            return __class__.__name__

        def who(s):
            return super().__repr__()

    class B(A):

        def m(s):
            return 'B' + super().m()
    a = A()
    replace(A, B)
    assert a.m() == 'BA', a.m()
    a.who()


@test
def r4_classdict():
    o = Thing(1)

    class C:
        k = o
    h = [o]
    replace(o, C)
    assert h[0] is C and C.k.n == 1


@test
def r4_self_ref():
    o = Thing(1)
    o.me = o
    n = Thing(2)
    replace(o, n)
    oldr = None


@test
def r4_self_ref2():
    o = []
    o.append(o)
    n = ['n']
    box = [o]
    r = replace(o, n)
    assert box[0] is n
    [k] = [x for x in gc.get_objects() if type(x) is list and len(x) == 1 and (x[0] is n) and (x is not box)] if True else [0]


@test
def r5_keep():
    o, n = (Thing(1), Thing(2))
    a = [o]
    b = [o]
    c = [a, [o]]
    replace(o, n, keep=[a, c])
    assert a[0].n == 1 and b[0] is n and (c[1][0] is n)


@test
def r5_keep_tuple_iter():
    o, n = (Thing(1), Thing(2))
    a = [o]
    replace(o, n, keep=(a,))
    assert a[0].n == 1


@test
def r5_keep_inst():
    o, n = (Thing(1), Thing(2))
    t = Thing(3)
    t.o = o
    replace(o, n, keep=[t])
    assert t.o.n == 1


@test
def r5_keep_dict_inst():
    o, n = (Thing(1), Thing(2))
    t = Thing(3)
    t.o = o
    t.__dict__
    replace(o, n, keep=[t])
    assert t.o.n == 1


@test
def r5_keep_frame():
    o, n = (Thing(1), Thing(2))
    x = o
    replace(o, n, keep=[sys._getframe()])
    assert x.n == 1 and o.n == 1


@test
def r5_keep_func():
    o, n = (Thing(1), Thing(2))

    def f(a=o):
        return a
    replace(o, n, keep=[f])
    assert f().n == 1


@test
def r6_tuple():
    o, n = (Thing(1), Thing(2))
    t = (1, o)
    i = id(t)
    d = {'t': t}
    replace(o, n)
    assert d['t'] is t and t[1] is n and (id(t) == i)


@test
def r6_namedtuple():
    P = collections.namedtuple('P', 'a b')
    o, n = (Thing(1), Thing(2))
    p = P(o, 1)
    replace(o, n)
    assert p.a is n and type(p) is P


@test
def r6_key_order():
    o, n = (Thing(1), Thing(2))
    d = {1: 1, o: 2, 3: 3}
    replace(o, n)
    assert list(d) == [1, n, 3] and d[n] == 2


@test
def r6_tuple_self():
    o, n = (Thing(1), Thing(2))
    l = []
    t = (l, o)
    l.append(t)
    replace(o, n)
    assert t[1] is n and l[0] is t


@test
def r6_tuple_twice():
    o, n = (Thing(1), Thing(2))
    t = (o, o, o)
    replace(o, n)
    assert t == (n, n, n)


@test
def r6_od():
    o, n = (Thing(1), Thing(2))
    d = collections.OrderedDict([(1, 1), (o, 2), (3, 3)])
    replace(o, n)
    assert list(d) == [1, n, 3] and d[n] == 2
    d.move_to_end(n)
    assert list(d) == [1, 3, n]
    assert d.popitem() == (n, 2)
run()
