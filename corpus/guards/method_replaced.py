# A method is replaced, deleted and added while a loop calls it.
class Base:
    def m(self):
        return "base"


class C(Base):
    def m(self):
        return "C"


c = C()


def hot():
    out = []
    for i in range(250):
        if i == 50:
            C.m = lambda self: "lambda"
        if i == 100:
            del C.m
        if i == 150:
            Base.m = lambda self: "new base"
        if i == 200:
            C.m = staticmethod(lambda: "static")
        out.append(c.m())
    return out


r = hot()
print([r[i] for i in (0, 49, 50, 99, 100, 149, 150, 199, 200, 249)])
C.m = classmethod(lambda cls: cls.__name__)
print(c.m())
C.m = property(lambda self: lambda: "property")
print(c.m())
C.m = len
try:
    c.m()
except TypeError as e:
    print(e)
c.m = lambda: "own"
print(c.m())
