# property: getter, setter, deleter, doc, inheritance, errors.
class Temp:
    def __init__(self):
        self._c = 0

    @property
    def c(self):
        "celsius"
        return self._c

    @c.setter
    def c(self, v):
        if v < -273:
            raise ValueError("below zero")
        self._c = v

    @c.deleter
    def c(self):
        self._c = None

    @property
    def f(self):
        return self._c * 9 / 5 + 32

    def _set(self, v):
        self._w = v
    write = property(None, _set, doc="write only")
    nothing = property()


t = Temp()
t.c = 100
print(t.c, t.f, Temp.c.__doc__, Temp.write.__doc__, Temp.c.fget.__name__, Temp.c.fset is not None, Temp.f.fset, type(Temp.c).__name__, Temp.c.__get__(t), Temp.c.fget(t))
t.write = 5
print(t._w)
t.c += 1
del t.c
print(t.c)
for fn in [lambda: setattr(t, "f", 1), lambda: delattr(t, "f"), lambda: t.write, lambda: delattr(t, "write"), lambda: t.nothing, lambda: setattr(t, "nothing", 1), lambda: delattr(t, "nothing"), lambda: setattr(t, "c", -300), lambda: setattr(Temp.c, "fget", None), lambda: property(1, 2, 3, 4, 5), lambda: property(x=1), lambda: property(5).__get__(t), lambda: Temp.c.__get__(None, None) is Temp.c, lambda: Temp.c(), lambda: setattr(Temp.c, "__doc__", "newdoc"), lambda: Temp.c.__doc__, lambda: Temp.c.__get__(None, Temp) is Temp.c, lambda: Temp.f.__set__(t, 1), lambda: property().__set__(t, 1)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)


class Sub(Temp):
    @Temp.c.setter
    def c(self, v):
        self._c = v * 2

    @property
    def f(self):
        return "sub " + str(super().f)


s = Sub()
s.c = 10
print(s.c, s.f, Temp.c is Sub.c)


class Meta(type):
    @property
    def label(cls):
        return "label of " + cls.__name__


class K(metaclass=Meta):
    pass


print(K.label)
try:
    K().label
except AttributeError as e:
    print(e)
try:
    K.label = 1
except AttributeError as e:
    print(e)


class Sp(property):
    def __get__(self, obj, cls=None):
        return ("sp", super().__get__(obj, cls)) if obj else self


class U:
    @Sp
    def v(self):
        return 1


print(U().v, type(U.v).__name__)
P = property(lambda self: "old")
Q = P.getter(lambda self: "new")


class W:
    a, b = P, Q


print(W().a, W().b, P is Q)


class Loop:
    @property
    def x(self):
        return self.x


try:
    Loop().x
except RecursionError as e:
    print("RecursionError")
