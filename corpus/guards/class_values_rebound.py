"""Plain values of classes that are rebound again and again, read by classes, subclasses and instances: what was found
of them is another one the next time, and what they turn into is obeyed."""
import threading


class Base:
    count = 0
    label = "a"
    limit = 10

    def __init__(self):
        self.own = 1

    def step(self):
        return self.own + self.count


class Derived(Base):
    pass


class Deeper(Derived):
    label = "deep"


def read(k):
    return k.count, k.label, k.limit


def bump(cls):
    cls.count += 1
    return cls.count


b, d, e = Base(), Derived(), Deeper()
for i in range(40):
    Base.count = i * 1000
    Base.label = f"l{i}"
    assert read(Base) == read(b) == (i * 1000, f"l{i}", 10)
    assert read(d) == read(Derived) == (i * 1000, f"l{i}", 10)
    assert read(Deeper) == read(e) == (i * 1000, "deep", 10)
    assert b.step() == 1 + i * 1000 == d.step()
    assert getattr(Base, "count") == getattr(d, "count") == i * 1000
    assert Derived.__mro__[1].__dict__["count"] == i * 1000
print(read(b), read(e))

# A subclass gets a value of its own in between, and loses it.
seen = []
for i in range(30):
    Base.count = i
    if i % 7 == 3:
        Derived.count = -i
    if i % 7 == 5:
        del Derived.count
    seen.append((read(d)[0], read(e)[0], bump(Base), read(Derived)[0]))
print(seen)

# Values of every kind, one after another: plain ones, functions, descriptors, what may become one.
class Box:
    def __init__(self, v):
        self.v = v

    def __repr__(self):
        return f"Box({self.v})"


class Chosen:
    what = 0

    def get(self):
        return self.what


def call(o):
    try:
        return o.what()
    except TypeError as error:
        return str(error)


c = Chosen()
values = [1, 2, 3.5, "s", None, len, lambda *a: len(a), property(lambda self: "p"), 7, 8, Box(1), Box(2), 9,
          classmethod(lambda cls: cls.__name__), staticmethod(lambda: "static"), 10, 11, (1, 2), Chosen.get, 12]
for turn in range(3):
    for v in values:
        Chosen.what = v
        first = c.get()
        shown = first if not callable(first) else type(first).__name__
        of_class = Chosen.what if not callable(Chosen.what) else type(Chosen.what).__name__
        if isinstance(of_class, property):
            of_class = "property"
        print(shown, of_class, call(c) if isinstance(v, (int, float, str)) is False and v is not Chosen.get else "-")

# A value that is no descriptor becomes one when its class does.
Chosen.what = Box(3)
for i in range(10):
    Chosen.what = Box(i)
    last = c.get()
Box.__get__ = lambda self, o, owner=None: ("got", self.v)
print(last, c.get(), Chosen.what)
Box.__set__ = lambda self, o, v: print("set", v)
c.what = 5
Chosen.what = 4
c.what = 6
print(c.get(), c.__dict__)
del Box.__get__, Box.__set__

# An instance's own value stands before a plain one, and not before a data descriptor.
class Slot:
    x = 0


s = Slot()
s.x = "own"
got = []
for i in range(20):
    Slot.x = i if i != 15 else property(lambda self: "property")
    got.append(s.x)
print(got)

# `__bases__`, `__class__` and deletion between the stores.
class Other:
    count = "other"


class Child(Base):
    pass


k = Child()
trail = []
for i in range(24):
    Base.count = i
    if i == 8:
        Child.__bases__ = (Other, Base)
    if i == 12:
        Other.count = "changed"
    if i == 16:
        Child.__bases__ = (Base,)
    if i == 20:
        k.__class__ = Other
    trail.append((k.count, Child.count))
print(trail)
del Base.count
try:
    read(d)
except AttributeError as error:
    print(error)
Base.count = 5
print(read(d), read(Deeper))

# Names with a meaning are looked after as ever.
class Meaning:
    __hash__ = None
    __match_args__ = ("x",)
    __doc__ = "one"


for i in range(5):
    Meaning.__doc__ = f"doc {i}"
    Meaning.__match_args__ = ("x", "y")[: 1 + i % 2]
    print(Meaning.__doc__, Meaning().__doc__, Meaning.__match_args__)
for i in range(4):
    Meaning.__hash__ = None if i % 2 else Base.__hash__
    try:
        print(hash(Meaning()) is not None)
    except TypeError as error:
        print(error)

# A metaclass's values, and values of classes with one.
class Meta(type):
    made = 0
    tag = "meta"

    def __call__(cls, *args):
        Meta.made += 1
        cls.mine += 1
        return super().__call__(*args)


class Thing(metaclass=Meta):
    mine = 0


for i in range(12):
    Thing()
    Meta.tag = i
    if i == 6:
        Thing.tag = "thing"
    if i == 9:
        del Thing.tag
    print(Thing.made, Thing.mine, Thing.tag, end="; ")
print()

# Members of slots become plain values and members again.
class Tight:
    __slots__ = ("a",)


t = Tight()
t.a = 1
member = Tight.a
got = []
for i in range(12):
    Tight.a = i if i % 4 else member
    got.append(t.a)
print(got)


# Threads that count in one class.
class Shared:
    total = 0
    lock = threading.Lock()


def work():
    for _ in range(200):
        with Shared.lock:
            Shared.total += 1


workers = [threading.Thread(target=work) for _ in range(4)]
[w.start() for w in workers]
[w.join() for w in workers]
print(Shared.total)


# A store while the value is being read: by an operator, a finaliser, a generator between two reads.
class Sum:
    at = 1

    def __add__(self, other):
        Sum.at = Sum.at + 1
        return Sum.at


def twice(s):
    return Sum.at, s + 1, Sum.at, s.at


print([twice(Sum()) for _ in range(8)][-1])


def pairs(cls):
    while True:
        yield cls.at
        cls.at += 10


p = pairs(Sum)
print([next(p) + Sum.at for _ in range(8)])


class Dying:
    left = 0

    def __del__(self):
        Dying.left += 1


def make():
    for _ in range(30):
        Dying()
    return Dying.left


print(make(), make(), Dying.left)
