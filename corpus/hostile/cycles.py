# [slow] Endless walks: contexts, bases, class-likes, deep containers.
"""Cycles and depths that a naive walk would never come out of."""


def show(f, *args):
    try:
        r = f(*args)
    except Exception as e:
        print(type(e).__name__, str(e)[:90])
    else:
        print("ok", r)


# Contexts that Python ties into a ring.
def ring():
    try:
        raise ValueError(1)
    except ValueError as e:
        e.__context__ = e
        raise TypeError(2)


try:
    ring()
except TypeError as e:
    print(repr(e), repr(e.__context__), e.__context__.__context__ is e.__context__)


def long_ring(n, entry):
    links = [KeyError(i) for i in range(n)]
    for i, e in enumerate(links):
        e.__context__ = links[(i + 1) % n] if i < n - 1 else links[entry]
    try:
        raise links[0]
    except KeyError:
        raise TypeError(n)


for n in range(1, 8):
    for entry in range(n):
        try:
            long_ring(n, entry)
        except TypeError as e:
            print(n, entry, repr(e), repr(e.__context__), repr(e.__context__.__context__))


# A class whose metaclass changes the bases while they are changed.
class Meta(type):
    ready = False

    def mro(cls):
        if Meta.ready:
            if cls.__name__ == "B1":
                B2.__bases__ = (B1,)
            if cls.__name__ == "B2":
                B1.__bases__ = (B2,)
        return type.mro(cls)


class A(metaclass=Meta):
    pass


class B1(A):
    pass


class B2(A):
    pass


def names(*classes):
    return [[k.__name__ for k in c.__mro__] for c in classes]


Meta.ready = True
show(lambda: setattr(B1, "__bases__", (A,)))
Meta.ready = False
print(B1.__bases__, B2.__bases__, names(B1, B2), sorted(k.__name__ for k in A.__subclasses__()))


class Once(type):
    ready = False

    def mro(cls):
        if Once.ready and cls.__name__ == "C":
            Once.ready = False
            C.__bases__ = (D2,)
        return type.mro(cls)


class D(metaclass=Once):
    pass


class D1(D):
    pass


class D2(D):
    pass


class C(D):
    pass


Once.ready = True
C.__bases__ = (D1,)
print(C.__bases__, names(C), D1.__subclasses__(), D2.__subclasses__())
D1.__bases__ = (C,)
print(D1.__bases__, names(D1), C.__subclasses__())
show(lambda: setattr(D2, "__bases__", (D1,)))
print(names(D2))


# An mro() that refuses: all classes below get back what they had.
class Picky(type):
    refuse = ()

    def mro(cls):
        if cls.__name__ in Picky.refuse:
            raise ValueError("not " + cls.__name__)
        return type.mro(cls)


class P(metaclass=Picky):
    pass


class Q(metaclass=Picky):
    pass


class R(P):
    pass


class S(R):
    pass


class T(R):
    pass


Picky.refuse = ("T",)
show(lambda: setattr(R, "__bases__", (Q,)))
print(R.__bases__, names(R, S, T), P.__subclasses__(), Q.__subclasses__())
Picky.refuse = ("R",)
show(lambda: setattr(R, "__bases__", (Q,)))
print(R.__bases__, names(R, S, T), P.__subclasses__(), Q.__subclasses__())
Picky.refuse = ()
show(lambda: setattr(R, "__bases__", (Q,)))
print(R.__bases__, names(R, S, T), P.__subclasses__(), Q.__subclasses__())


# What only looks like a class.
class Own:
    @property
    def __bases__(self):
        return (self, self, self)


class Deep:
    @property
    def __bases__(self):
        return self.__bases__


class Fresh:
    def __getattr__(self, name):
        if name == "__bases__":
            return (Fresh(), Fresh())
        raise AttributeError(name)


class Named:
    def __init__(self, *bases):
        self.__bases__ = bases


for endless in (Own, Fresh, Deep):
    try:
        issubclass(endless(), int)
    except RecursionError:
        print("RecursionError")
top, other = Named(), Named()
below = Named(Named(top))
show(issubclass, below, top)
show(issubclass, below, other)
show(issubclass, Named(other, below), top)
chain = top
for _ in range(5000):
    chain = Named(chain)
show(issubclass, chain, top)


def nested(x, n):
    for _ in range(n):
        x = (x,)
    return x


for n in (1, 100, 1000, 3000):
    show(isinstance, 1, nested(int, n))
    show(issubclass, int, nested(str, n))
    show(lambda: len(repr(nested(n, n))))


def lists(n):
    x = []
    for _ in range(n):
        x = [x]
    return x


def dicts(n):
    x = {}
    for _ in range(n):
        x = {1: x}
    return x


def views(n):
    x = {}
    for _ in range(n):
        x = {1: x}.values()
    return x


for make in (lists, dicts, views):
    for n in (100, 2000):
        show(lambda: len(repr(make(n))))
