# [ours] A metaclass puts a class into an MRO that is no base: what it has is seen, and changes of it, too.
class M(type):
    def mro(cls):
        return ([X] if on and cls.__name__ == "C" else []) + type.mro(cls)


class X:
    v = "X"

    def m(self): return "Xm"


on = False


class B(metaclass=M):
    v = "B"


class C(B):
    def m(self): return "Cm"


class D(C):
    pass


def read(o): return o.v, o.m()


c, d = C(), D()
for _ in range(60): read(c), read(d)
print(read(c), read(d))
on = True
C.__bases__ = (B,)
print([k.__name__ for k in C.__mro__], read(c), read(d))
for _ in range(60): read(c), read(d)
X.m = lambda self: "X2"
print(read(c), read(d))
for i in range(60):
    X.v = i
    r = read(c)
print(r, read(d))
del X.m
print(read(c), read(d))
on = False
C.__bases__ = (B,)
X.v = "gone"
print(read(c), read(d))
