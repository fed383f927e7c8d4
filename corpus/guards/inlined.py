# Small functions that may be inlined: their values, their errors, what they store, and what mutates them.
import sys


class Point:
    scale = 10

    def __init__(self, x, y):
        self.x = x
        self.y = y

    def sum(self):
        return self.x + self.y

    def scaled(self):
        return self.x * self.scale

    def move(self, dx):
        self.x += dx

    def both(self, v):
        self.x = v
        self.y = v

    def size(self):
        return len(self.items)

    def item(self, i):
        return self.items[i]

    def pair(self):
        return self.known["a"]

    def sign(self):
        return 1 if self.x > 0 else -1 if self.x < 0 else 0

    def is_same(self, other):
        return self.x is other

    def mean(self):
        return (self.x + self.y) / 2

    @property
    def px(self):
        return self.x


def add(a, b):
    return a + b


def less(a, b):
    return a < b


def twice(a):
    b = a + a
    return b


def constant():
    return 42


def nothing(x):
    pass


def neg(x):
    return -x


def choose(a, b):
    if a is None:
        return b
    return a


def limit(x):
    return LIMIT + x


def is_int(x):
    return isinstance(x, int)


def closure(n):
    def inner(x):
        return x * n
    return inner


LIMIT = 1000
times = closure(3)


def work(p, i):
    p.move(1)
    return [
        add(i, 1), add(1.5, i), add("a", "b"), less(i, 5), twice(i), twice(0.5), constant(), nothing(i), neg(i),
        neg(2.5), choose(None, i), choose(i, None), limit(i), is_int(i), is_int("s"), times(i), p.sum(), p.scaled(),
        p.sign(), p.size(), p.item(i % 3), p.item(-1), p.pair(), p.is_same(None), p.mean(), p.px, p.x,
    ]


def run(n):
    p = Point(1, 2)
    p.items = [1, 2, 3]
    p.known = {"a": "A"}
    for i in range(n):
        r = work(p, i)
    return r


print(run(5))
print(run(60))
print([add(2**62, 2**62), add(2**70, 1), add([1], [2]), neg(-(2**63)), twice(2**63), less(1, 2.5), less("a", "b")])


def caught(f, *args):
    try:
        return f(*args)
    except Exception as e:
        tb, names = e.__traceback__, []
        while tb:
            names.append(f"{tb.tb_frame.f_code.co_name}:{tb.tb_lineno - tb.tb_frame.f_code.co_firstlineno}")
            tb = tb.tb_next
        return type(e).__name__, str(e), names[1:]


p = Point(1, 2)
p.items = []
for i in [1, 2, 3]:
    print(caught(add, 1, "x"), caught(p.item, 0), caught(p.pair), caught(limit, None), caught(p.size))
    print(caught(lambda: Point(1)), caught(lambda: add(1)), caught(neg, "s"))


# One object stored twice is one object.
for i in [1, 2, 3]:
    p.both(1000 + i)
    print(p.x is p.y, p.sum())
p.x = big = 12345
p.move(1)
print(big, p.x)


# Old values that are stored over are finalised in time.
class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("del", self.name)


class Holder:
    def put(self, v):
        self.v = v

    def get(self):
        return self.v


h = Holder()
for name in "abcd":
    h.put(Loud(name))
    print("put", name, h.get().name)
del h


# An __init__ that returns something.
class Bad:
    def __init__(self, x):
        self.x = x
        return x


for v in [None, None, None, 5, 2.5, True, "s"]:
    try:
        print(Bad(v).x)
    except TypeError as e:
        print(e)


# What mutates them.
def mutate(change, undo):
    before = run(20)
    change()
    during = run(20)
    undo()
    print([a for a, b in zip(during, before) if a != b], run(20) == before)


def set_limit(v):
    global LIMIT
    LIMIT = v


def swap_code(f, g):
    kept = f.__code__
    mutate(lambda: setattr(f, "__code__", g.__code__), lambda: setattr(f, "__code__", kept))


mutate(lambda: set_limit(5), lambda: set_limit(1000))
mutate(lambda: setattr(Point, "scale", 3), lambda: setattr(Point, "scale", 10))
px = Point.__dict__["px"]
mutate(lambda: setattr(Point, "px", property(lambda s: "px")), lambda: setattr(Point, "px", px))
swap_code(add, lambda a, b: ("swapped", a, b))
swap_code(constant, lambda: "other")
swap_code(Point.sum, lambda self: self.y)
kept_sum = Point.sum
mutate(lambda: setattr(Point, "sum", lambda s: -1), lambda: setattr(Point, "sum", kept_sum))
kept_len = len
mutate(lambda: globals().update(len=lambda s: "mock"), lambda: globals().pop("len"))
mutate(lambda: setattr(Point, "__getattribute__", lambda s, n: 7 if n == "x" else object.__getattribute__(s, n)), lambda: delattr(Point, "__getattribute__"))
mutate(lambda: times.__closure__[0].__setattr__("cell_contents", 100),
       lambda: times.__closure__[0].__setattr__("cell_contents", 3))


class Sneaky(int):
    def __add__(self, other):
        global add
        add = lambda a, b: "rebound"
        return "sneaky"


kept_add = add
for v in [1, 2, 3, Sneaky(4), 5]:
    print(add(v, 1), end=" ")
add = kept_add
print(add(1, 1))


class Shifting:
    def __init__(self, v):
        self.v = v

    def get(self):
        return self.v


class Slots:
    __slots__ = ("v",)

    def __init__(self, v):
        self.v = v

    get = Shifting.get


class Desc:
    def __get__(self, o, t=None):
        return "descriptor"

    def __set__(self, o, v):
        raise AttributeError("read only")


o = Shifting(1)
seen = []
for i in range(30):
    if i == 10:
        o = Slots(i)
    if i == 14:
        o = Shifting(i)
    if i == 18:
        o.extra = 1
    if i == 20:
        Shifting.v = Desc()
    if i == 24:
        del Shifting.v
    if i == 27:
        o.__class__ = type("Other", (Shifting,), {"get": lambda s: "other"})
    seen.append(o.get())
print(seen)


def depth(n):
    try:
        return depth(n + 1)
    except RecursionError:
        return n


def leaf_at_the_limit(n):
    try:
        return leaf_at_the_limit(n + 1)
    except RecursionError:
        return add(n, 0) - n


print(leaf_at_the_limit(0))


def traced():
    calls = []
    sys.setprofile(lambda frame, event, arg: calls.append((event, frame.f_code.co_name)) if event == "call" else None)
    add(1, 2), p.sum(), p.px, Point(1, 2)
    sys.setprofile(None)
    return calls


print(traced())


def reader():
    return sys._getframe(1).f_code.co_name


def through(f):
    return f()


print([through(reader) for i in [1, 2, 3]])


def unbound(flag):
    if flag:
        x = 1
    return x


for flag in [1, 1, 1, 0, 1]:
    print(caught(unbound, flag))


def deleted(a):
    del a
    return a


for i in [1, 2, 3]:
    print(caught(deleted, 1))
