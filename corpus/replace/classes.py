# [ours] Classes: instances, subclasses, method resolution, what is refused, undoing.
import theseus


def refused(old, new):
    try:
        theseus.replace(old, new)
    except theseus.ReplaceError as e:
        print("refused:", e)


class A:
    tag = "A"

    def who(self):
        return "A"


class B:
    tag = "B"

    def who(self):
        return "B"


class Sub(A):
    def who(self):
        return "Sub of " + super().who()


class Deeper(Sub):
    pass


a, sub, deeper = A(), Sub(), Deeper()
a.x = 1


def read(o):
    return o.tag, o.who()


for _ in range(50):
    read(a), read(sub), read(deeper)

bases = Sub.__bases__
report = theseus.replace(A, B)
print(type(a) is B, a.x, read(a), read(sub), read(deeper))
print(Sub.__bases__, Sub.__base__, [c.__name__ for c in Deeper.__mro__])
print(bases is Sub.__bases__, isinstance(sub, B), B.__subclasses__(), report.by_relation)
report.undo()
print(type(a).__name__, read(a), read(sub), read(deeper))
print([c.__name__ for c in Deeper.__mro__], A.__subclasses__(), B.__subclasses__())


# A subclass in the place of its base keeps its base, and super() still works.
class Better(A):
    def who(self):
        return "better " + super().who()


report = theseus.replace(A, Better)
print(read(a), read(sub), Better.__bases__[0].__name__, [c.__name__ for c in Sub.__mro__])
report.undo()
print(read(a), read(sub), [c.__name__ for c in Better.__mro__])


# What does not fit.
class Slots:
    __slots__ = ("s",)


class SameSlots:
    __slots__ = ("s",)


class OtherSlots:
    __slots__ = ("t",)


class MyInt(int):
    pass


slots = Slots()
slots.s = 5
refused(A, Slots)
refused(Slots, OtherSlots)
refused(A, 5)
refused(A, int)
number = MyInt(7)
refused(MyInt, A)
print([c for c in theseus.plan(int, A).conflicts if c.startswith("instances")])
print(type(a), type(number), slots.s)
theseus.replace(Slots, SameSlots)
print(type(slots), slots.s)


class Meta(type):
    pass


class WithMeta(metaclass=Meta):
    pass


refused(A, WithMeta)


class Final:
    pass


refused(Sub, bool)


# The bases would go in a circle.
class Base:
    pass


class Middle(Base):
    pass


class Leaf(Middle):
    pass


refused(Base, Leaf)


class X:
    pass


class Y:
    pass


class XY(X, Y):
    pass


refused(X, Y)


# Nobody is an instance: anything goes.
class Unused:
    pass


names = [Unused]
theseus.replace(Unused, "no class")
print(names)


# A metaclass: classes are its instances.
class MetaA(type):
    def hello(cls):
        return "MetaA"


class MetaB(type):
    def hello(cls):
        return "MetaB"


class Made(metaclass=MetaA):
    pass


theseus.replace(MetaA, MetaB)
print(type(Made).__name__, Made.hello())


# While a method runs.
class Running:
    def go(self):
        theseus.replace(Running, Instead)
        return self.again(), type(self).__name__

    def again(self):
        return "old"


class Instead:
    def again(self):
        return "new"


print(Running().go())


# Attributes of classes: what was read before is not remembered.
class Holder:
    value = ["old"]

    def method(self):
        return "old method"


def get():
    return Holder.value, Holder().value, Holder().method()


for _ in range(50):
    get()
theseus.replace(Holder.value, ["new"])
theseus.replace(Holder.method, lambda self: "new method")
print(get())


class Plain:
    def __len__(self):
        return 1


def zero(self):
    return 0


print(len(Plain()), bool(Plain()))
theseus.replace(Plain.__len__, zero)
print(len(Plain()), bool(Plain()))
