"""Sites that settled for native code, and what becomes of it."""
import io
import math


def each(f, *arguments):
    """What f gives for each argument, again and again, so that its sites settle."""
    return [f(a) for a in arguments for _ in range(40)][:: 40]


# ---- classes that native code makes


class Fault(ValueError):
    pass


def make(x):
    return Fault(x)


print(each(make, 1, "a"))
Fault.__init__ = lambda self, x: ValueError.__init__(self, x, x)
print(each(make, 1, "a"))
del Fault.__init__
print(each(make, 1))
Fault.__new__ = staticmethod(lambda cls, x: "made of " + repr(x))
print(each(make, 1))
del Fault.__new__


class Meta(type):
    def __call__(cls, *a):
        return ("called", a)


class Plain:
    pass


def plain(x):
    return type(Plain()) if x else Plain()


print(each(plain, 1))
Plain.__init__ = lambda self: print("initialised") if not hasattr(Plain, "quiet") else None
plain(1)
Plain.quiet = True
print(each(plain, 1))


class Other(metaclass=Meta):
    pass


def call(c):
    return c()


print(each(call, list, dict, Other, set, Plain)[:4])
print(each(lambda c: c("12"), int, str, list, Fault))
print(each(type, 1, "a", type, Other()))
for wrong in (lambda: type(1, 2), lambda: int(1, 2, 3), lambda: list(1), lambda: bytes("a")):
    for _ in range(40):
        try:
            wrong()
        except TypeError as e:
            message = e
    print(message)


# ---- attributes that native code computes


class Point:
    def __init__(self):
        self.x = 1


def of_class(o):
    return o.__class__


p = Point()
print([c.__name__ for c in each(of_class, p, 1, "a", Point)])


class Disguised:
    __class__ = property(lambda self: int)


print(each(of_class, p, Disguised(), p), isinstance(Disguised(), int))


def arguments(e):
    return e.args


class Quiet(Exception):
    pass


print(each(arguments, Quiet(1), KeyError(2, 3)))
Quiet.args = "of the class"
print(each(arguments, Quiet(1)))
del Quiet.args
print(each(arguments, Quiet(4)))


def name(o):
    return o.__name__


print(each(name, int, Point, len, make, math))
Point.__name__ = "Renamed"
print(name(Point))


class Named(type):
    @property
    def __name__(cls):
        return "by the metaclass"


print(each(name, Named("N", (), {}), Point))


def real(o):
    return o.real


print(each(real, 1, 2.5, True, 3j))


class Fallback(int):
    def __getattr__(self, name):
        return "no " + name


print(each(real, Fallback(7)), each(lambda o: o.nothing, Fallback(7)))


# ---- instances of native code's that have attributes


class Stack(list):
    def push(self, x):
        self.append(x)
        return len(self)

    def peek(self):
        return self[-1], self.label


s = Stack()
s.label = "s"
print([s.push(i) for i in range(5)], s.peek())
for _ in range(100):
    s.peek()
s.label = "t"
print(s.peek())
s.peek = lambda: "of the instance"
print(each(lambda o: o.peek(), s))
del s.peek
print(each(lambda o: o.peek(), s))
Stack.peek = lambda self: "of the class"
print(each(lambda o: o.peek(), s))
s.__dict__ = {"label": "u", "peek": lambda: "of the dict"}
print(each(lambda o: o.peek(), s), s.label)


def write(f):
    return f.write("abc")


f = io.StringIO()
print(each(write, f))
f.write = lambda text: "own " + text
print(each(write, f), len(f.getvalue()))


# ---- native callables of modules


def root(x):
    return math.sqrt(x)


print(each(root, 4, 9))
kept = math.sqrt
math.sqrt = lambda x: "own"
print(each(root, 4))
math.sqrt = int
print(each(root, 4.5))
math.sqrt = Fault
print(each(root, 4.5))
math.sqrt = kept
print(each(root, 16))
try:
    root("a")
except TypeError as e:
    print(e)
