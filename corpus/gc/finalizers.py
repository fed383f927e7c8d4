# __del__: when it runs, in which order, what it may do.
log = []


class D:
    def __init__(self, name, action=None):
        self.name, self.action = name, action

    def __del__(self):
        print("del", self.name, end="; ")
        if self.action:
            self.action(self)


x = D("rebind")
x = None
D("temporary")
[D("in list")][0].name
print(D("attribute").name)


def local():
    a = D("local a")
    b = D("local b")
    print("in local", end="; ")


local()
print()


def ret():
    d = D("returned")
    return d


ret()
r = ret()
del r
print()
lst = [D(0), D(1), D(2)]
del lst[1]
lst.pop()
lst[0] = None
lst = [D("x"), D("y")]
lst.clear()
d = {"k": D("value")}
d["k"] = D("replaced")
d.clear()
t = (D("t0"), D("t1"))
del t
print()
a = D("outer")
a.child = D("child")
del a
print()
for d in (D("loop1"), D("loop2")):
    pass
del d
print()
s = D("arg")
(lambda v: None)(s)
del s
def gen():
    g = D("in generator")
    yield 1
    yield 2
g = gen()
next(g)
del g
print()
saved = []
p = D("phoenix", saved.append)
del p
print(len(saved), saved[0].name)
saved.clear()
print("(finalizers run once)")


class Base:
    def __del__(self):
        print("base", end="; ")


class Sub(Base):
    def __del__(self):
        print("sub", end=" ")
        super().__del__()


Sub()
try:
    D("raise in frame")
    e1 = D("frame local")
    raise ValueError
except ValueError:
    pass
del e1
print()


def frame_held():
    held = D("held by traceback")
    raise KeyError("k")


try:
    frame_held()
except KeyError as e:
    print("handling", end="; ")
print("handled")
def creates(self):
    D("created in del")
D("creator", creates)
print()
z = D("deleted explicitly")
z.__del__()
del z
print()
class Late:
    pass
o = Late()
o.__del__ = lambda: print("instance attribute is ignored")
del o
Late.__del__ = lambda self: print("added to class")
o = Late()
del o
w = x = D("two names")
del w
print("still", x.name)
x = D("new value")
del x
print()
c = [D("swap a"), D("swap b")]
c[0], c[1] = c[1], c[0]
del c
print("end")
