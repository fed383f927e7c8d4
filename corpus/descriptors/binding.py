# classmethod, staticmethod and functions as descriptors.
class A:
    tag = "A"

    def m(self, *a):
        return ("m", self.tag, a)

    @classmethod
    def c(cls, *a):
        return ("c", cls.tag, a)

    @staticmethod
    def s(*a):
        return ("s", a)

    @classmethod
    def make(cls):
        return cls()


class B(A):
    tag = "B"

    @classmethod
    def c(cls, *a):
        return ("B", super().c(*a))

    def m(self, *a):
        return ("B", super().m(*a), super().s(1))


a, b = A(), B()
print(a.m(1), a.c(1), a.s(1), A.c(2), A.s(2), A.m(a, 3), b.m(1), b.c(1), B.c(2), b.s(), type(B.make()).__name__, type(b.make()).__name__)
m = b.m
A.tag, B.tag = "A2", "B2"
print(m(5), m.__self__ is b, m.__func__ is B.__dict__["m"], B.c.__self__ is B, super(B, b).m.__self__ is b, super(B, B).c.__self__ is B)
bound = A.__dict__["m"].__get__(a, A)
print(bound(1), A.__dict__["m"].__get__(None, A) is A.m, A.__dict__["c"].__get__(None, B)("x"), A.__dict__["s"].__get__(None, A)("y"), A.__dict__["c"].__func__.__name__, A.__dict__["s"].__wrapped__.__name__, A.__dict__["s"]("called"))
a.f = lambda *x: x
print(a.f(1))
A.f2 = len
A.f3 = print
A.f4 = lambda self: self.tag
A.f5 = classmethod(lambda cls: cls.__name__)
A.f6 = staticmethod(len)
A.f7 = int
A.f8 = a.m
print(a.f2("abc"), a.f4(), a.f5(), B.f5(), a.f6([1, 2]), a.f7("5"), b.f8(9))
for fn in [lambda: a.c.nosuch, lambda: A.m(), lambda: a.f4(1), lambda: A.__dict__["c"](), lambda: classmethod(5).__get__(None, A)(), lambda: staticmethod(5)(), lambda: staticmethod(), lambda: classmethod(1, 2), lambda: a.f5(1), lambda: B.make(1), lambda: super(B, a).m, lambda: type(m)(A.m, None), lambda: m.__get__(a) is m, lambda: setattr(m, "x", 1), lambda: classmethod(A.m).__isabstractmethod__]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)


class Callable:
    def __call__(self, *args):
        return len(args)


class UsesCallable:
    c = Callable()

    def fn(self):
        pass


u = UsesCallable()
print(u.c(1, 2), u.fn == u.fn, u.fn != UsesCallable().fn, hash(u.fn) == hash(u.fn), {u.fn: 1}[u.fn], u.fn in [u.fn])


class Sub(staticmethod):
    extra = True


class H:
    h = Sub(lambda x: x + 1)


print(H.h(1), H().h(2), H.__dict__["h"].extra)


class Num(int):
    def __add__(self, o):
        return Num(super().__add__(o))

    def twice(self):
        return self + self

    @classmethod
    def parse(cls, s):
        return cls(s)


n = Num.parse("21")
print(n.twice(), type(n.twice()).__name__, Num.twice(4), type(n - 1).__name__)
