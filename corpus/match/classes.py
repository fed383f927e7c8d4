# Class patterns: __match_args__, keyword patterns, properties, inheritance.
class Point:
    __match_args__ = ("x", "y")

    def __init__(self, x, y):
        self.x, self.y = x, y


class Point3(Point):
    __match_args__ = ("x", "y", "z")

    def __init__(self, x, y, z):
        super().__init__(x, y)
        self.z = z


class Lazy:
    __match_args__ = ("value",)

    @property
    def value(self):
        print("computed")
        return 42

    @property
    def broken(self):
        raise AttributeError("gone")

    @property
    def worse(self):
        raise ValueError("worse")


class Meta(type):
    def __instancecheck__(cls, o):
        print("check", type(o).__name__)
        return isinstance(o, str)


class Stringy(metaclass=Meta): pass


def where(p):
    match p:
        case Point3(0, 0, 0): return "origin of space"
        case Point3(x=0, z=z): return f"x is 0, z is {z}"
        case Point(0, 0): return "origin"
        case Point(x, 0) | Point(0, x): return f"on an axis at {x}"
        case Point(Point(a, b), c): return f"nested {a} {b} {c}"
        case Point(x=int() as x, y=[first, *_]): return f"mixed {x} {first}"
        case Point(): return "a point"
        case Lazy(broken=b): return f"broken {b}"
        case Lazy(42, value=v): return "twice"
        case Stringy(): return "stringy"
    return "nothing"


for p in [Point3(0, 0, 0), Point3(0, 1, 2), Point(0, 0), Point(3, 0), Point(0, 4), Point(Point(1, 2), 3),
          Point(5, [6, 7]), Point(8, 9), "text", 5]:
    print(where(p))
try:
    print(where(Lazy()))
except TypeError as e:
    print(e)
try:
    match Lazy():
        case Lazy(worse=1): pass
except ValueError as e:
    print("ValueError", e)


def arithmetic(tree):
    match tree:
        case int() | float(): return tree
        case ("+", a, b): return arithmetic(a) + arithmetic(b)
        case ("*", a, b): return arithmetic(a) * arithmetic(b)
        case ("-", a): return -arithmetic(a)
        case [op, *_]: return f"unknown {op!r}"


print(arithmetic(("+", 1, ("*", 2, ("-", 3)))), arithmetic(["?", 1]), arithmetic(()))


class Later:
    def method(self, command):
        match command.split():
            case ["go", ("north" | "south") as way]: self.way = way
            case ["drop", *things] if things: self.things = things
            case ["quit" | "exit"]: self.done = True
            case _: self.unknown = command
        return sorted(vars(self).items())


for c in ["go north", "go up", "drop a b", "drop", "exit"]:
    print(Later().method(c))
