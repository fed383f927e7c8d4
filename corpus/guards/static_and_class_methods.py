# Static and class methods through instance and class, replaced.
class C:
    @staticmethod
    def s():
        return "s"

    @classmethod
    def c(cls):
        return cls.__name__


class D(C):
    pass


o = D()


def use():
    return o.s(), o.c(), D.s(), D.c(), C.c()


def warm():
    for _ in range(50):
        use()
    return use()


print(warm())
C.s = staticmethod(lambda: "s2")
print(warm())
D.c = classmethod(lambda cls: "D.c " + cls.__name__)
print(warm())
D.s = lambda *a: len(a)
print(warm())
del D.s, D.c
print(warm())
C.c = staticmethod(lambda: "now static")
print(warm())


class Meta(type):
    def c(cls):
        return "meta " + cls.__name__


class E(metaclass=Meta):
    pass


def use_e():
    return E.c()


print([use_e() for _ in range(50)][-1])
E.c = classmethod(lambda cls: "own")
print(use_e())
del E.c
Meta.c = lambda cls: "changed"
print(use_e())
