# [ours] Rules in combination: classes, functions, descriptors, modules, exceptions.
import abc
import collections
import dataclasses
import enum
import functools
import gc
import sys
import types
from support.cases import Named, refused, run, test
from theseus import ReplaceError, replace, replaced, swap


@test
def swap_classes_instances():

    class A:

        def f(s):
            return 'A'

    class B:

        def f(s):
            return 'B'
    x, y = (A(), B())
    l = [A, B]
    r = swap(A, B)
    assert x.f() == 'B' and y.f() == 'A' and (l[0].__name__ == 'B') and (l[1].__name__ == 'A')
    assert type(x) is l[0] and type(y) is l[1]
    r.undo()
    assert x.f() == 'A' and y.f() == 'B' and (A.__name__ == 'A')


@test
def swap_classes_with_subclasses():

    class A:
        v = 1

    class B:
        v = 2

    class SA(A):
        pass

    class SB(B):
        pass
    sa, sb = (SA(), SB())
    swap(A, B)
    assert sa.v == 2 and sb.v == 1
    assert SA.__mro__[1].__name__ == 'B', SA.__mro__
    assert SA in A.__subclasses__() or True
    assert [c.__name__ for c in SA.__bases__] == ['B']
    assert A.__name__ == 'B' and A.__subclasses__() == [SA], A.__subclasses__()


@test
def replace_function_running():

    def f(n):
        if n == 0:
            replace(fs['f'], g)
            return ['f']
        r = fs['f'](n - 1)
        return r + ['f' + str(n)]

    def g(n):
        return ['g']
    fs = {'f': f}
    assert fs['f'](2) == ['f', 'f1', 'f2']
    assert fs['f'](2) == ['g']
    assert f is g


@test
def replace_generator_function_suspended():

    def g1():
        yield 1
        yield 'old end'

    def g2():
        yield 10
        yield 'new end'
    it = g1()
    next(it)
    replace(g1, g2)
    assert next(it) == 'old end'
    assert next(g1()) == 10


@test
def keep_class():
    a, b = (Named('a'), Named('b'))

    class C:
        x = a

    class D(C):
        y = a
    replace(a, b, keep=[C])
    assert C.x.n == 'a' and D.y.n == 'b'


@test
def keep_function_cell():
    a, b = (Named('a'), Named('b'))

    def mk(x):

        def f(d=x):
            return (x, d)
        return f
    f, g = (mk(a), mk(a))
    replace(a, b, keep=[f])
    assert [v.n for v in f()] == ['a', 'a'] and [v.n for v in g()] == ['b', 'b']


@test
def slots_values():

    class S:
        __slots__ = ('x', 'y')
    s = S()
    a, b = (Named('a'), Named('b'))
    s.x = a
    r = replace(a, b)
    assert s.x is b
    s.y = b
    r.undo()
    assert s.x is a and s.y is b


@test
def slots_class_replace():

    class S1:
        __slots__ = ('x', 'y')

        def f(s):
            return 1

    class S2:
        __slots__ = ('x', 'y')

        def f(s):
            return 2
    s = S1()
    s.x = 5
    replace(S1, S2)
    assert s.f() == 2 and s.x == 5 and (type(s).__name__ == 'S2')


@test
def slots_class_other_order():

    class S1:
        __slots__ = ('x', 'y')

    class S2:
        __slots__ = ('x', 'z')
    s = S1()
    m = refused(S1, S2)
    assert type(s) is S1, m


@test
def descriptor_object():

    class D:

        def __init__(s, v):
            s.v = v

        def __get__(s, o, t):
            return s.v

    class C:
        x = D(1)
    c = C()
    assert c.x == 1
    replace(C.__dict__['x'], D(2))
    assert c.x == 2 and C.x == 2


@test
def descriptor_nondata_to_data():

    class D:

        def __init__(s, v):
            s.v = v

        def __get__(s, o, t):
            return s.v

    class DD(D):

        def __set__(s, o, v):
            raise AttributeError

    class C:
        x = D(1)
    c = C()
    c.__dict__['x'] = 'inst'

    def rd():
        return c.x
    for _ in range(50):
        assert rd() == 'inst'
    replace(C.__dict__['x'], DD(2))
    assert rd() == 2


@test
def super_object():

    class A:

        def f(s):
            return 'A.f'

    class B(A):

        def f(s):
            return 'B.f'
    x, y = (B(), B())
    x.n = 'x'
    y.n = 'y'
    s = super(B, x)
    r = replace(x, y)
    assert s.__self__ is y


@test
def exc_in_flight_attr():
    a, b = (ValueError('a'), ValueError('b'))
    try:
        raise a
    except ValueError as e:
        replace(a, b)
        assert e is b and sys.exception() is b


@test
def exc_in_finally():
    a, b = (ValueError('a'), ValueError('b'))
    try:
        try:
            raise a
        finally:
            replace(a, b)
    except ValueError as e:
        assert e.args == ('b',)


@test
def exc_context_chain():
    a, b = (ValueError('a'), KeyError('b'))
    try:
        try:
            raise a
        except ValueError:
            raise TypeError('t')
    except TypeError as t:
        assert t.__context__ is a
        r = replace(a, b)
        assert t.__context__.args == ('b',)
        r.undo()
        assert t.__context__.args == ('a',)


@test
def exc_in_with():
    a, b = (ValueError('a'), ValueError('b'))
    seen = []

    class CM:

        def __enter__(s):
            return s

        def __exit__(s, t, v, tb):
            seen.append(v)
            return True
    with CM():
        try:
            raise a
        finally:
            replace(a, b)
    assert seen[0].args == ('b',)


@test
def module_in_sysmodules():
    m1 = types.ModuleType('mm')
    m1.v = 1
    m2 = types.ModuleType('mm')
    m2.v = 2
    sys.modules['mm'] = m1
    import mm
    r = replace(m1, m2)
    assert mm.v == 2 and sys.modules['mm'].v == 2
    import mm as q
    assert q.v == 2
    r.undo()
    assert sys.modules['mm'].v == 1 and mm.v == 1
    del sys.modules['mm']


@test
def abc_registry():

    class I(abc.ABC):
        pass

    class X:
        pass

    class Y:
        pass
    I.register(X)
    assert issubclass(X, I) and (not issubclass(Y, I))
    x = X()
    r = replace(X, Y)
    assert isinstance(x, I) and issubclass(Y, I)
    r.undo()
    assert issubclass(X, I) and (not issubclass(Y, I)) and (type(x).__name__ == 'X')


@test
def enum_member():

    class E(enum.Enum):
        A = 1
        B = 2
    l = [E.A]
    m = {E.A: 'a'}
    old, new = (E.A, E.B)
    msg = refused(old, new) if False else None
    x = Named('x')
    r = replace(old, x)
    assert E.A is x and E(1) is x and (l[0] is x) and (m[x] == 'a') and (E['A'] is x)
    r.undo()
    assert E(1).name == 'A'


@test
def dataclass_field():
    a, b = (Named('a'), Named('b'))

    @dataclasses.dataclass(frozen=True)
    class P:
        x: object
        y: object = a
    p = P(a, 1)
    q = P(1)
    r = replace(a, b)
    assert p.x is b and q.y is b and (P(2).y is b) and (dataclasses.fields(P)[1].default is b)
    r.undo()
    assert p.x is a and P(2).y is a


@test
def dataclass_frozen_key_user_hash():
    a, b = ((1, 2, 3), (4, 5, 6))
    a = tuple([1, 2, int('3')])
    b = tuple([4, 5, int('6')])

    @dataclasses.dataclass(frozen=True)
    class P:
        x: object
    p = P(a)
    d = {p: 1}
    r = replace(a, b)
    assert p.x == (4, 5, 6)
    r.undo()
    assert d[p] == 1


@test
def profile_function():
    log = []

    def p1(*a):
        log.append(1)

    def p2(*a):
        log.append(2)

    def g():
        pass
    sys.setprofile(p1)
    g()
    replace(p1, p2)
    log.clear()
    g()
    sys.setprofile(None)
    assert 2 in log, log


@test
def class_dict_of_instances_after_replace():

    class A:

        def __init__(s):
            s.x = 1

    class B:
        y = 9

        def __init__(s):
            s.x = 2
    l = [A() for _ in range(10)]
    r = replace(A, B)
    assert all((i.y == 9 and i.x == 1 for i in l))
    assert A().x == 2
    r.undo()
    assert not hasattr(l[0], 'y') and A().x == 1


@test
def class_method_running_super():

    class Base:

        def f(s):
            return 'base'

    class A(Base):

        def f(s):
            r = replace(box[0], B)
            return super().f()

    class B(Base):

        def f(s):
            return 'B'
    box = [A]
    x = A()
    try:
        v = x.f()
    except TypeError as e:
        v = str(e)
    assert v == 'base', v
    assert x.f() == 'B'


@test
def subclass_new_super_ok():

    class A:

        def f(s):
            return 'A'

        def g(s):
            return type(s).__name__
    l = [A]
    x = A()

    class B(A):

        def f(s):
            return 'B' + super().f()
    r = replace(A, B)
    assert x.f() == 'BA', x.f()
    assert l[0].__name__ == 'B' and B.__mro__[1].__name__ == 'A' and (B.__mro__[1].__subclasses__() == [B])
    r.undo()
    assert x.f() == 'A'


@test
def metaclass_of_classes():

    class M1(type):

        def hi(c):
            return 1

    class M2(type):

        def hi(c):
            return 2

    class A(metaclass=M1):
        pass

    class B(A):
        pass
    r = replace(M1, M2)
    assert A.hi() == 2 and B.hi() == 2 and (type(B) is M2)
    r.undo()
    assert A.hi() == 1


@test
def class_with_instances_by_function_refused():

    class A:
        pass
    a = A()
    m = refused(A, lambda: None)
    assert type(a).__name__ == 'A'
    del a
    gc.collect()
    l = [A]
    replace(A, len)
    assert l == [len]


@test
def exception_class():

    class E1(Exception):
        pass

    class E2(Exception):
        pass

    def f():
        try:
            raise E1('x')
        except E1:
            return 'caught'
    e = E1('q')
    assert f() == 'caught'
    replace(E1, E2)
    assert f() == 'caught'
    try:
        raise e
    except E2 as x:
        assert x.args == ('q',)


@test
def namedtuple_class():
    P = collections.namedtuple('P', 'x y')
    Q = collections.namedtuple('Q', 'x y')
    p = P(1, 2)
    r = replace(P, Q)
    assert repr(p) == 'Q(x=1, y=2)' and p == (1, 2)
    r.undo()
    assert repr(p) == 'P(x=1, y=2)'


@test
def list_subclass_by_list_subclass():

    class L1(list):

        def tot(s):
            return 1

    class L2(list):

        def tot(s):
            return 2
    x = L1([1, 2])
    replace(L1, L2)
    assert x.tot() == 2 and x == [1, 2]


@test
def list_to_dict_subclass_refused():

    class L1(list):
        pass

    class D1(dict):
        pass
    x = L1([1])
    refused(L1, D1)
    assert type(x) is L1


@test
def int_subclass_key():

    class I(int):
        pass
    x, y = (I(3), I(4))
    d = {x: 1, 5: 2}
    r = replace(x, y)
    assert d[4] == 1 and 3 not in d
    r.undo()
    assert d[3] == 1


@test
def cached_property_value():
    a, b = (Named('a'), Named('b'))

    class C:

        @functools.cached_property
        def v(s):
            return src[0]
    src = [a]
    c = C()
    c.v
    r = replace(a, b)
    assert c.v is b
    r.undo()
    assert c.v is a


@test
def property_getter():

    def g1(s):
        return 1

    def g2(s):
        return 2

    class C:
        p = property(g1)
    c = C()
    for _ in range(20):
        c.p
    replace(g1, g2)
    assert c.p == 2 and C.p.fget is g2


@test
def staticmethod_classmethod():

    def f1(*a):
        return (1, len(a))

    def f2(*a):
        return (2, len(a))

    class C:
        s = staticmethod(f1)
        c = classmethod(f1)
    C.s()
    C.c()
    replace(f1, f2)
    assert C.s() == (2, 0) and C.c() == (2, 1) and (C().c() == (2, 1))


@test
def defaults_and_kwdefaults():
    a, b = (Named('a'), Named('b'))

    def f(x=a, *, y=a):
        return (x, y)
    for _ in range(20):
        f()
    r = replace(a, b)
    assert f() == (b, b)
    r.undo()
    assert f() == (a, a)


@test
def code_consts_tuple():

    def f():
        return (1.5, 'x y z')
    t = f()
    r = replace(t, (9,))
    assert f() == (9,)
    r.undo()
    assert f() == (1.5, 'x y z')


@test
def code_replace_function():

    def f():
        return 1

    def g():
        return 2
    c = f.__code__
    r = replace(f.__code__, g.__code__)
    assert f() == 2
    r.undo()
    assert f() == 1


@test
def code_freevars_conflict():

    def mk(x):

        def f():
            return x
        return f
    f = mk(1)

    def g():
        return 2
    m = refused(f.__code__, g.__code__)
    assert 'free' in m


@test
def genericalias():

    class A:
        pass

    class B:
        pass
    t = list[A]
    d = {t: 1}
    r = replace(A, B)
    assert t.__args__[0] is B and d[list[B]] == 1
    r.undo()
    assert d[list[A]] == 1


@test
def replaced_exception():
    a, b = (Named('a'), Named('b'))
    l = [a]
    try:
        with replaced(a, b) as r:
            assert l[0] is b
            raise KeyError('x')
    except KeyError:
        pass
    assert l[0].n == 'a'


@test
def typeerror_class():
    assert issubclass(ReplaceError, TypeError)


@test
def monkey_module_function():
    import textwrap
    old = textwrap.dedent

    def new(s):
        return 'patched'
    with replaced(old, new):
        assert textwrap.dedent('  x') == 'patched'
    assert textwrap.dedent('  x') == 'x'


run()
