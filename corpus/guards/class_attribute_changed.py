# Class attributes read through instances and the class, changed in loops.
class Base:
    limit = 1


class C(Base):
    pass


c = C()


def hot(o):
    out = []
    for i in range(200):
        if i == 50:
            Base.limit = 2
        if i == 100:
            C.limit = 3
        if i == 150:
            c.limit = 4
        out.append(o.limit)
    return out[49], out[50], out[100], out[150]


print(hot(c))
del c.limit, C.limit
Base.limit = 1
print(hot(C))
del c.limit, C.limit
Base.limit = 1


class Meta(type):
    pass


class D(metaclass=Meta):
    x = "class"


def read():
    return D.x


print([read() for _ in range(60)][-1])
Meta.x = property(lambda cls: "meta property")
print([read() for _ in range(60)][-1])
Meta.x = "plain meta"
print(read())
del D.x
print(read())
