# [ours] Rows of the matrix of reference kinds: classes, their instances, subclasses and metaclasses.
import dataclasses
import enum
import functools
from support.cases import Named, refused, run, same, test
from theseus import plan, referrers, replace, replace_many, replaced, swap


@test
def cls_basic():

    class A:
        x = 1

        def m(s):
            return 'A'

    class B:
        x = 2

        def m(s):
            return 'B'

    class Sub(A):
        pass

    class Sub2(Sub):
        pass
    a = A()
    s = Sub()
    s2 = Sub2()
    a.v = 1
    m = a.m

    def rd():
        return (a.m(), s.m(), s2.m(), a.x, s2.x)
    for _ in range(60):
        rd()
    r = replace(A, B)
    same(rd(), ('B', 'B', 'B', 2, 2))
    assert type(a) is B and Sub.__bases__ == (B,) and (Sub.__mro__ == (Sub, B, object)) and (Sub2.__mro__ == (Sub2, Sub, B, object)) and (Sub in B.__subclasses__()) and (a.v == 1)
    same(m(), 'A')
    assert isinstance(s2, B)
    old = r.edges
    r.undo()
    same(rd(), ('A', 'A', 'A', 1, 1))
    assert Sub.__bases__[0].x == 1


@test
def cls_meta():

    class M(type):

        def hi(c):
            return 'M'

    class N(type):

        def hi(c):
            return 'N'

    class A(metaclass=M):
        pass

    class B(A):
        pass
    same(A.hi(), 'M')
    r = replace(M, N)
    same((A.hi(), B.hi()), ('N', 'N'))
    assert type(B) is N
    r.undo()
    same(B.hi(), 'M')


@test
def cls_enum():

    class E(enum.Enum):
        A = 1
        B = 2

    class F(enum.Enum):
        A = 1
        B = 2
    p = plan(E, F)
    e = E.A
    r = replace(E, F)
    assert type(e) is F
    r.undo()
    assert type(e).__name__ == 'E'


@test
def cls_dc():

    @dataclasses.dataclass
    class A:
        x: int = 1

    @dataclasses.dataclass
    class B:
        x: int = 2
        y: int = 3
    a = A()
    r = replace(A, B)
    a.y = 4


@test
def cls_dcslots():

    @dataclasses.dataclass(slots=True)
    class A:
        x: int = 1
        y: int = 1

    @dataclasses.dataclass(slots=True)
    class B:
        x: int = 2
        y: int = 3

    @dataclasses.dataclass(slots=True)
    class C:
        y: int = 2
        x: int = 3
    a = A(5, 6)
    refused(A, C)
    replace(A, B)
    same((a.x, a.y), (5, 6))


@test
def cls_sub_of_self():

    class A:

        def m(s):
            return 'A'

    class S(A):

        def m(s):
            return 'S' + super().m()
    a = A()
    p = plan(A, S)
    r = replace(A, S)
    same(a.m(), 'SA')
    same(S.__bases__[0].__name__, 'A')
    assert type(a) is S


@test
def cls_mro_err():

    class X:
        pass

    class Y(X):
        pass

    class A:
        pass

    class Z(X, A):
        pass
    refused(A, Y)
    refused(A, X)


@test
def cls_native_sub():

    class MyD(dict):
        pass

    class S(MyD):
        pass

    class Other(list):
        pass
    refused(MyD, Other)


@test
def cls_init_subclass():
    log = []

    class A:

        def __init_subclass__(c):
            log.append(c)

    class B:

        def __init_subclass__(c):
            log.append(c)

    class S(A):
        pass
    log.clear()
    replace(A, B)
    same(log, [])


@test
def cls_except():

    class E(Exception):
        pass

    class F(Exception):
        pass

    def f():
        try:
            raise E
        except E as e:
            return type(e).__name__
    for _ in range(30):
        f()
    replace(E, F)
    same(f(), 'F')
    try:
        raise F
    except E as e:
        pass


@test
def cls_isinst():

    class A:
        pass

    class B:
        pass
    a = A()

    def f(x):
        match x:
            case A():
                return 1
        return 0
    for _ in range(30):
        f(a)
    r = replace(A, B)
    same(f(a), 1)
    same(f(B()), 1)
    assert isinstance(a, B)


@test
def cls_generic():

    class A[T]:
        pass

    class B[T]:
        pass
    x = A[int]
    y = A[int]()
    replace(A, B)
    assert x.__origin__ is B
    assert type(y) is B


@test
def cls_desc():

    class D1:

        def __get__(s, o, t):
            return 'd1'

        def __set__(s, o, v):
            pass

    class D2:

        def __get__(s, o, t):
            return 'd2'

    class K:
        x = D1()
    k = K()

    def rd():
        return k.x
    for _ in range(60):
        rd()
    r = replace(D1, D2)
    same(rd(), 'd2')
    k.__dict__['x'] = 'inst'
    same(rd(), 'inst')
    r.undo()
    same(rd(), 'd1')


@test
def cls_dunder():

    class A:

        def __len__(s):
            return 1

        def __add__(s, o):
            return 'A'

        def __call__(s):
            return 'A'

        def __getattr__(s, n):
            return 'A' + n

        def __eq__(s, o):
            return True

        def __hash__(s):
            return 1

        def __iter__(s):
            return iter('A')

        def __bool__(s):
            return False

        def __getitem__(s, i):
            return 'A'

        def __contains__(s, x):
            return True

    class B:

        def __len__(s):
            return 2

        def __add__(s, o):
            return 'B'

        def __call__(s):
            return 'B'

        def __getattr__(s, n):
            return 'B' + n

        def __hash__(s):
            return 2

        def __iter__(s):
            return iter('B')

        def __getitem__(s, i):
            return 'B'

    class S(A):
        pass
    a = A()
    s = S()

    def rd(x):
        return (len(x), x + 1, x(), x.zz, x == 3, hash(x), list(x), bool(x), x[0], 'B' in x)
    for _ in range(60):
        rd(a)
        rd(s)
    r = replace(A, B)
    e = (2, 'B', 'B', 'Bzz', False, 2, ['B'], True, 'B', True)
    same(rd(a), e)
    same(rd(s), e)
    r.undo()
    same(rd(a), (1, 'A', 'A', 'Azz', True, 1, ['A'], False, 'A', True))
    same(rd(s), rd(a))


@test
def cls_key():

    class A:
        pass

    class B:
        pass
    d = {A: 1, (A, 2): 3}
    reg = {A}
    replace(A, B)
    same(d[B], 1)
    same(d[B, 2], 3)
    assert B in reg


@test
def cls_selfref():

    class A:
        me = None

    class B:
        pass
    A.me = A
    A.inst = A()
    i = A.inst
    r = replace(A, B)
    assert type(i) is B


@test
def sd():

    class A:
        pass

    class B:
        pass

    @functools.singledispatch
    def f(x):
        return 'def'

    @f.register
    def _(x: A):
        return 'A'
    a = A()
    same(f(a), 'A')
    replace(A, B)
    same(f(a), 'A')
    same(f(B()), 'A')


@test
def class_cell():

    class A:

        def m(s):
            return __class__

        @classmethod
        def c(k):
            return __class__

        @property
        def p(s):
            return __class__

    class B:
        pass
    a = A()
    f = A.__dict__['m']
    replace(A, B)
    assert f(1) is B

    class X:

        def m(s):
            return 'X'

    class Y(X):

        def m(s):
            return 'Y' + super().m()

    class Z(Y):

        def m(s):
            return 'Z' + super().m()
    y = Y()
    replace(Y, Z)
    same(y.m(), 'ZYX')


@test
def running_class():

    class A:

        def m(s):
            replace(A, B)
            return (s.k(), type(s).__name__, type(s) is A)

        def k(s):
            return 'A'

    class B:

        def k(s):
            return 'B'
    a = A()
    same(a.m(), ('B', 'B', True))


@test
def subclasses_order():

    class A:
        pass

    class B:
        pass

    class S1(A):
        pass

    class S2(A):
        pass

    class T0(B):
        pass
    r = replace(A, B)
    r.undo()


@test
def multi_base():

    class A:
        x = 'A'

    class B:
        x = 'B'

    class C:
        x = 'C'

    class M(A, C):
        pass

    class N(C, A):
        pass
    r = replace(A, B)
    same(M.__bases__, (B, C))
    same(M.x, 'B')
    same(N.x, 'C')
    same(N.__mro__, (N, C, B, object))
    refused(B, C)


@test
def swap_cls():

    class A:

        def m(s):
            return 'A'

    class B:

        def m(s):
            return 'B'
    a, b = (A(), B())

    class SA(A):
        pass

    class SB(B):
        pass
    r = swap(A, B)
    same((a.m(), b.m(), SA().m(), SB().m()), ('B', 'A', 'B', 'A'))
    r.undo()
    same((a.m(), b.m(), SA().m(), SB().m()), ('A', 'B', 'A', 'B'))


@test
def ring_cls():

    class A:
        n = 'A'

    class B:
        n = 'B'

    class C_:
        n = 'C'
    xs = [A(), B(), C_()]
    r = replace_many([(A, B), (B, C_), (C_, A)])
    same([x.n for x in xs], ['B', 'C', 'A'])
    r.undo()
    same([x.n for x in xs], ['A', 'B', 'C'])


run()
