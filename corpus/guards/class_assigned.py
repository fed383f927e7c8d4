# __class__ is assigned while attributes and methods are used.
class A:
    tag = "A"

    def __init__(self):
        self.x = 1

    def m(self):
        return ("A.m", self.x)


class B:
    tag = "B"

    def m(self):
        return ("B.m", self.x)

    def __add__(self, o):
        return "B+"

    def __len__(self):
        return 7


o = A()


def hot():
    out = []
    for i in range(120):
        if i == 60:
            o.__class__ = B
        out.append((o.tag, o.m(), o.x, type(o).__name__, isinstance(o, A)))
    return out


r = hot()
print(r[59], r[60])
print(o + 1, len(o))


class Flip:
    def m(self):
        self.__class__ = Flop
        return "flip"


class Flop:
    def m(self):
        self.__class__ = Flip
        return "flop"


f = Flip()
print("".join(f.m() for _ in range(100))[:24])


class S:
    __slots__ = ("a",)


class T:
    __slots__ = ("a",)


class U:
    __slots__ = ("b",)


s = S()
s.a = 5


def slot():
    return s.a


for i in range(50):
    slot()
s.__class__ = T
print(slot())
try:
    s.__class__ = U
except TypeError as e:
    print(e)
