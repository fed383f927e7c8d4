# Constructors change between the instances of a loop.
class C:
    def __init__(self, v):
        self.v = v


def make(i):
    return C(i)


out = []
for i in range(250):
    if i == 50:
        C.__init__ = lambda self, v: setattr(self, "v", -v)
    if i == 100:
        def replacement(self, v):
            self.v = ("code", v)
        C.__init__ = replacement
    if i == 150:
        def third(self, v):
            self.v = "third"
        replacement.__code__ = third.__code__
    if i == 200:
        C.__new__ = lambda cls, v: object.__new__(cls)
        C.__init__ = lambda self, v: setattr(self, "v", "new")
    out.append(make(i).v)
print([out[i] for i in (49, 50, 99, 100, 149, 150, 199, 200)])
C.__new__ = lambda cls, v: "no instance"
print(make(1))


class D:
    pass


for i in range(50):
    D()
D.__init__ = lambda self: setattr(self, "made", True)
print(D().made)
D.__init__ = lambda self: 5
try:
    D()
except TypeError as e:
    print(e)
del D.__init__
print(vars(D()))


class M(type):
    pass


class E(metaclass=M):
    pass


for i in range(50):
    E()
M.__call__ = lambda cls, *a: "metaclass call"
print(E())
