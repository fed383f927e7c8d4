"""One attribute site, call site or method site that meets several classes, shapes and codes in turn."""


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def size(self):
        return self.x + self.y


class Flipped:
    def __init__(self, x, y):
        self.y = y
        self.x = x

    def size(self):
        return self.x - self.y


class Child(Point):
    pass


class Slotted:
    __slots__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y

    def size(self):
        return self.x * self.y


def read(o):
    return o.x


def write(o, v):
    o.x = v


def ask(o):
    return o.size()


def call(f, v):
    return f(v)


KINDS = [Point, Flipped, Child, Slotted]
things = [kind(i + 3, i) for i, kind in enumerate(KINDS)]

total = 0
for turn in range(400):
    for o in things:
        total += read(o) + ask(o)
        write(o, turn & 7)
print(total)

# A class changes between two visits of a site that knows it.
del things[3]
Point.x = property(lambda self: 1000)
for _ in range(200):
    for o in things[1:]:
        total += read(o)
print(total)
try:
    write(things[0], 1)
except AttributeError as e:
    print(e)
del Point.x
print([read(o) for o in things])

Child.size = lambda self: "own"
print([ask(o) for o in things])
del Child.size
print([ask(o) for o in things])

things[0].size = lambda: "shadow"
print([ask(o) for o in things])
del things[1].x
for o in things:
    try:
        print(read(o))
    except AttributeError as e:
        print(e)
things[0].__class__ = Flipped
print(ask(things[0]), isinstance(things[0], Point))
del things[0].size
print(ask(things[0]))

# More classes than a site tells apart.
many = [type(f"K{i}", (Point,), {"size": (lambda i: lambda self: i)(i)})(i, i) for i in range(9)]
print([sum(ask(o) + read(o) for o in many) for _ in range(50)][-1])


# One call site, several functions.
def double(v):
    return 2 * v


def default(v, w=5):
    return v + w


def starred(*v):
    return len(v)


def generating(v):
    yield v


def code(v):
    return -v


for turn in range(200):
    results = [call(f, turn) for f in (double, code, abs, default, starred, lambda v: v, list(call(generating, 7)).append)]
print(results)
double.__code__ = code.__code__
print([call(f, 4) for f in (double, code)])
try:
    call(lambda: None, 1)
except TypeError as e:
    print(e)
