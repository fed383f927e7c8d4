# __bases__ is assigned while methods are called.
class A:
    def who(self):
        return "A"

    attr = "a"


class B:
    def who(self):
        return "B"

    attr = "b"


class C(A):
    pass


class D(C):
    pass


d = D()


def hot():
    out = []
    for i in range(150):
        if i == 50:
            C.__bases__ = (B,)
        if i == 100:
            C.__bases__ = (B, A)
            del B.who
        out.append((d.who(), d.attr, D.attr, isinstance(d, A)))
    return out


r = hot()
print(r[49], r[50], r[100])


class E(A):
    def who(self):
        return "E" + super().who()


e = E()
out = []
B.who = lambda self: "B2"
for i in range(100):
    if i == 50:
        E.__bases__ = (B,)
    out.append(e.who())
print(out[49], out[50])
