# Names in annotation scopes: functions, classes, comprehensions outside, cells, globals.
x = "global"


def outer(p):
    x = "outer"

    def f[T](a: x, b: T = p) -> (x, p):
        return x, p, T, a, b

    class C[U](list):
        x = "class"
        type A = (x, p, U)
        type B[V] = (x, V, U)

        def m[W: x](self, a: x, b: "text" = x) -> U:
            return x, p, U, W

        def plain(self):
            return U, __class__

        y = x

        class Inner[Z: (int, x)]:
            type N = (x, Z, U)

    return f, C


f, C = outer("p")
print(f.__annotations__, f(1), f.__qualname__, f.__defaults__)
T = f.__type_params__[0]
print(C.A.__value__, C.B.__value__, C.B.__type_params__, C.m.__annotations__, C().m(1), C().plain())
print(C.m.__type_params__[0].__bound__, C.Inner.__type_params__[0].__constraints__, C.Inner.N.__value__)
print(C.__qualname__, C.m.__qualname__, C.Inner.__qualname__, C.y)
C.x = "changed"
print(C.m.__type_params__[0].__bound__)


class D:
    x = "D"
    type early = x
    type late = z
    type Self = D

    def f[T: x](self): return T



D.x = "later"
print(D.early.__value__, D.f.__type_params__[0].__bound__, D.Self.__value__)
try:
    D.late.__value__
except NameError as e:
    print(e)
D.z = "z of D"
print(D.late.__value__)


class E:
    global g
    g = 1
    type G = g
    g = 2


print(E.G.__value__, g)


def counter[T]():
    n = 0

    def add():
        nonlocal n
        n += 1
        return n, T
    return add


add = counter()
print(add(), add())


def shadows[T](T): return T


print(shadows(5), shadows.__type_params__)


def rebinds[T]():
    def inner():
        global T
        T = "global T"
    inner()
    return T


print(rebinds(), globals()["T"])


class Private[__T]:
    def m(self) -> __T: return __T

    def own[__U](self, a: __U): return __U


print(Private.__type_params__, Private().m(), Private.own.__annotations__, Private.own.__type_params__)


class Meta(type):
    @classmethod
    def __prepare__(cls, name, bases, **kw):
        print("prepare", name, kw)
        return {"given": "from prepare"}


try:
    class P[T](metaclass=Meta, kw=1):
        type G = given
        print(given, __type_params__)
except TypeError as e:
    print(e)


def decorated(c):
    print("decorated", c.__name__, c.__type_params__)
    return c


@decorated
def df[T](a=print("default")): pass


@decorated
class dc[T]: pass


def boom[T: print("bound") or 1](): pass


print("before", boom.__type_params__[0].__bound__, boom.__type_params__[0].__bound__)


def frames[T: __import__("sys")._getframe().f_code.co_name](): pass


print(frames.__type_params__[0].__bound__)
type Recursive[T] = tuple[T, Recursive[T]] | None
print(Recursive.__value__)
print([f.__name__ for f in [lambda: 1] for type_ in [1]], (lambda: [T for T in "ab"])())
