# [ours] [slow] Rows of the matrix of reference kinds: frames, generators, functions, methods, exceptions.
import asyncio
import functools
import types
from support.cases import Named, refused, run, same, test
from theseus import plan, referrers, replace, replace_many, replaced, swap


@test
def gen_temps():
    old, new = (Named('old'), Named('new'))

    def g(a):
        b = a
        x = [b, (yield 1), b]
        return x

    def g2(a):
        r = f'{a!r}' + str((yield 1)) + f'{a!r}'
        return r

    def g3():
        d = {'k': old, 'j': (yield 1)}
        return d

    def g4():
        return foo(old, (yield 1), k=old)

    def foo(*a, **k):
        return (a, k)

    def g5():
        for x in [old]:
            y = x if (yield 1) else None
            return (x, y)

    def g6():
        s = {old, (yield 1)}
        return s

    def g7():
        return (old, *[old], (yield 1))
    gs = [g(old), g2(old), g3(), g4(), g5(), g6(), g7()]
    for x in gs:
        next(x)

    def fin(x):
        try:
            x.send('v')
        except StopIteration as e:
            return e.value
    r = replace(old, new)
    x = None


@test
def agen():
    old, new = (Named('old'), Named('new'))

    async def ag(a):
        b = a
        yield 1
        yield (a, b)

    async def main():
        x = ag(old)
        await x.__anext__()
        replace(old, new)
        return await x.__anext__()
    same(asyncio.run(main()), (new, new))
    assert old is new


@test
def coro_await():
    old, new = (Named('old'), Named('new'))

    class A:

        def __init__(s, v):
            s.v = v

        def __await__(s):
            loc = s.v
            yield loc
            return (loc, s.v)

    async def c(x):
        y = x
        r = await A(x)
        return (r, x, y)
    co = c(old)
    assert co.send(None) is old
    replace(old, new)
    try:
        co.send(None)
    except StopIteration as e:
        same(e.value, ((new, new), new, new))


@test
def await_target():

    class A:

        def __init__(s, n):
            s.n = n

        def __await__(s):
            return iter([s.n, s.n + '2'])

    class It:

        def __init__(s, n):
            s.n = n
            s.i = 0

        def __iter__(s):
            return s

        def __next__(s):
            s.i += 1
            if s.i > 3:
                raise StopIteration(s.n)
            return s.n + str(s.i)

        def send(s, v):
            return next(s)
    old, new = (It('o'), It('n'))

    def g():
        return (yield from old2[0])
    old2 = [old]
    x = g()
    same(next(x), 'o1')
    replace(old, new)
    same(next(x), 'n1')
    p = plan(new, Named('x'))
    l = list(x)
    same(l, ['n2', 'n3'])


@test
def yf_gen():

    def sub(n):
        yield (n + '1')
        yield (n + '2')
        return n
    old, new = (sub('o'), sub('n'))

    def g(it):
        return (yield from it)
    x = g(old)
    same(next(x), 'o1')
    replace(old, new)
    same(next(x), 'n1')
    assert x.gi_yieldfrom is new
    same(next(x), 'n2')


@test
def yf_gen_bad():

    def sub(n):
        yield (n + '1')
    old = sub('o')

    def g(it):
        return (yield from it)
    x = g(old)
    next(x)
    refused(old, [1])
    refused(old, Named('z'))
    new = iter('ab')
    replace(old, new)
    same(next(x), 'a')


@test
def closures():
    old, new = (Named('old'), Named('new'))

    def mk():
        v = old

        def a():
            return v

        def b(x):
            nonlocal v
            v = x
        return (a, b)
    a, b = mk()
    c = a.__closure__[0]
    r = replace(old, new)
    assert a() is new and a.__closure__[0] is c and (b.__closure__[0] is c)
    b(1)
    same(a(), 1)


@test
def cellswap():

    def mk(x):

        def a():
            return x
        return a
    f, g = (mk(1), mk(2))
    h = types.FunctionType(f.__code__, globals(), 'h', None, f.__closure__)
    old, new = (f.__closure__[0], g.__closure__[0])
    r = replace(old, new)
    same(f(), 2)
    same(h(), 2)
    refused(new, Named('x'))


@test
def slots():
    old, new = (Named('old'), Named('new'))

    class S:
        __slots__ = ('a', '__dict__', 'b')

    class S2(S):
        __slots__ = ('c', '__weakref__')
    s = S2()
    s.a = s.b = s.c = s.d = old
    r = replace(old, new)
    assert s.a is s.b is s.c is s.d is new


@test
def clsdict():
    old, new = (Named('old'), Named('new'))

    class K:
        x = old

        def m(self):
            return self.x

    class M(K):
        pass
    k = M()
    k.m()
    K.x
    M.x
    k.x

    def rd():
        return (k.x, M.x, K.x)
    for _ in range(50):
        rd()
    r = replace(old, new)
    same(rd(), (new, new, new))
    same(k.m(), new)
    assert K.__dict__['x'] is new
    r.undo()
    same([x.n for x in rd()], ['old'] * 3)


@test
def prop():

    def old(self):
        return 'o'

    def new(self):
        return 'n'

    class K:
        p = property(old)
        s = staticmethod(old)
        c = classmethod(old)
        m = old
        cp = functools.cached_property(old)
        pm = functools.partialmethod(old)
        sd = functools.singledispatchmethod(old)
    k = K()
    assert k.p == 'o'
    replace(old, new)
    same((k.p, K.s(1), K.c(), k.m(), k.cp, k.pm(), K.__dict__['p'].fget, K.__dict__['s'].__func__, K.__dict__['s'].__wrapped__), ('n',) * 6 + (new, new, new))


@test
def bm():
    old, new = (Named('old'), Named('new'))

    class K:

        def m(self):
            return self
    import types
    m = types.MethodType(K.m, old)
    d = {m: 1}
    replace(old, new)
    assert m() is new
    same(d[m], 1)
    assert m.__self__ is new


@test
def bmfunc():

    def old(s):
        return 'o'

    def new(s):
        return 'n'
    m = types.MethodType(old, 1)
    d = {m: 1}
    replace(old, new)
    same(m(), 'n')
    same(d[m], 1)
    same(d[types.MethodType(new, 1)], 1)


@test
def bmfunc_bad():

    def old(s):
        return 'o'
    m = types.MethodType(old, 1)
    p = plan(old, Named('x'))
    replace(old, Named('x'))
    try:
        m()
    except TypeError as e:
        pass


@test
def builtin_m():
    old, new = ([1], [2])
    m = old.append
    r = old.__repr__
    l = old.__len__
    c = old.__class__
    gi = old.__getitem__
    it = old.__iter__
    replace(old, new)
    m(3)
    same(new, [2, 3])
    same(r(), '[2, 3]')
    same(l(), 2)
    same(gi(0), 2)
    same(list(it()), [2, 3])
    assert m.__self__ is new


@test
def builtin_bad():
    old, new = ([1], (2,))
    m = old.append
    r = old.__repr__
    p = plan(old, new)

    class L(list):
        pass
    n2 = L([5])
    replace(old, n2)
    m(4)
    same(n2, [5, 4])


@test
def wrappers():
    old, new = (Named('old'), Named('new'))
    w = old.__init__
    s = old.__str__
    ha = old.__hash__
    e = old.__eq__
    rd = old.__reduce_ex__
    di = old.__dir__
    replace(old, new)
    assert w.__self__ is new and s.__self__ is new and (ha.__self__ is new) and (e.__self__ is new) and (rd.__self__ is new) and (di.__self__ is new)
    same(s(), 'new')


@test
def supers():

    class A:

        def m(s):
            return ('A', s)

    class B(A):

        def sup(s):
            return super()
    old, new = (B(), B())
    s = old.sup()
    d = [s]
    replace(old, new)
    same(s.m()[1], new)
    assert s.__self__ is new
    refused(new, A())


@test
def super_class():

    class A:

        def m(s):
            return 'A'

    class B(A):

        def m(s):
            return 'B'

    class B2(A):

        def m(s):
            return 'B2'
    b = B()
    s = super(B, b)
    replace(B, B2)
    same(s.__thisclass__.__name__, 'B2')
    same(s.m(), 'A')


@test
def partials():

    def old(*a, **k):
        return ('o', a, k)

    def new(*a, **k):
        return ('n', a, k)
    a, b = (Named('a'), Named('b'))
    p = functools.partial(old, a, k=a)
    q = functools.partial(p, a)
    p.attr = a
    r = functools.partial(print)
    replace(old, new)
    replace(a, b)
    same(p(), ('n', (b,), {'k': b}))
    same(q()[0], 'n')
    assert p.attr is b
    same(q.func, new)
    same(q.args, (b, b))


@test
def lru():
    calls = []
    a, b = (Named('a'), Named('b'))

    @functools.lru_cache(maxsize=10)
    def f(x, y=None):
        calls.append(x)
        return x
    f(a)
    f(a, y=a)
    f(1)
    replace(a, b)
    assert f(b) is b and f(b, y=b) is b
    same(len(calls), 3)
    same(f.cache_info().hits, 2)
    for i in range(20):
        f(i)
    f(b)


@test
def lru_typed():
    a, b = (Named('a'), Named('b'))

    @functools.lru_cache(typed=True)
    def f(x):
        return x

    @functools.cache
    def g(x, *y, **k):
        return x

    @functools.lru_cache
    def h(s):
        return s
    f(a)
    g(a, 1, z=a)
    h('a')

    class Q:

        @functools.lru_cache
        def m(s):
            return 'hit'
    q, q2 = (Q(), Q())
    q.m()
    replace(q, q2)
    q2.m()
    same(Q.m.cache_info().hits, 1)
    replace(a, b)
    f(b)
    g(b, 1, z=b)
    same(f.cache_info().hits, 1)
    same(g.cache_info().hits, 1)


@test
def lru_func():

    def old(x):
        return 'o'

    def new(x):
        return 'n'
    f = functools.lru_cache(old)
    f(1)
    replace(old, new)
    same(f(1), 'o')
    same(f(2), 'n')
    assert f.__wrapped__ is new


@test
def exc():
    old, new = (Named('old'), Named('new'))
    e = ValueError(old, 1)
    e.attr = old
    e.add_note('x')
    e.__notes__.append(old)
    e2 = OSError(1, old, 'f')
    e3 = StopIteration(old)
    e4 = SystemExit(old)
    e5 = KeyError(old)
    e6 = AttributeError('m', name='n', obj=old)
    e7 = ImportError('x', name=old, path=old)
    e8 = NameError('a', name=old)
    e9 = SyntaxError('m', ('f', 1, 1, old))
    e10 = UnicodeDecodeError('utf8', b'xxx', 0, 1, 'r')
    eg = ExceptionGroup('g', [ValueError(old)])
    replace(old, new)
    assert e.args[0] is new and e.attr is new and (e.__notes__[1] is new) and (e2.strerror is new) and (e2.args[1] is new) and (e3.value is new) and (e4.code is new) and (e5.args[0] is new) and (e6.obj is new)
    assert e7.name is new and e7.path is new and (e8.name is new) and (e9.text is new) and (eg.exceptions[0].args[0] is new)


@test
def exc_links():
    old, new = (ValueError('o'), KeyError('n'))
    try:
        try:
            raise old
        except ValueError as e:
            raise TypeError from e
    except TypeError as t:
        x = t
    eg = ExceptionGroup('g', [old])
    p = plan(old, new)
    replace(old, new)
    assert x.__cause__ is new and x.__context__ is new and (eg.exceptions[0] is new)
    refused(new, Named('z'))


@test
def tb():
    try:
        1 / 0
    except ZeroDivisionError as e:
        ta = e.__traceback__
        ex = e
    try:
        [][0]
    except IndexError as e:
        tb2 = e.__traceback__
    replace(ta, tb2)
    assert ex.__traceback__ is tb2


@test
def funcs():
    old, new = (Named('old'), Named('new'))

    def f(a=old, *, k=old):
        return (a, k)
    f.x = old
    f.__annotations__['z'] = old

    def g(a: old) -> old:
        pass
    replace(old, new)
    same(f(), (new, new))
    assert f.x is new and f.__annotations__['z'] is new and (g.__annotations__ == {'a': new, 'return': new})


@test
def codeobj():

    def f():
        return 1

    def g():
        return 2
    h = types.FunctionType(f.__code__, globals())

    def r():
        return f()
    for _ in range(60):
        r()
        h()
    c = f.__code__
    rr = replace(f.__code__, g.__code__)
    same((f(), h(), r()), (2, 2, 2))
    rr.undo()
    same((f(), h(), r()), (1, 1, 1))


run()
