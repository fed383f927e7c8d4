# Special methods of printing, calling, attributes, context and conversion.
class S:
    def __str__(self):
        return "str"

    def __repr__(self):
        return "repr"

    def __format__(self, spec):
        return f"format<{spec}>"

    def __bytes__(self):
        return b"bytes"

    def __hash__(self):
        return 123

    def __index__(self):
        return 3

    def __call__(self, *a, **k):
        return a, k

    def __dir__(self):
        return ["z", "a"]

    def __sizeof__(self):
        return 1

    def __len__(self):
        return 7

    def __length_hint__(self):
        return 9


s = S()
print(s, [s], f"{s}", f"{s!r}", f"{s:>5}", "%s %r" % (s, s), "{:x} {!s}".format(s, s), bytes(s), hash(s), s(1, k=2), dir(s), len(s), hex(s), bin(s), [0, 1, 2, 3][s], "abcd"[:s], range(s), int(s), float(s), list(range(10))[s], complex(s))


class Bad:
    def __str__(self):
        return 5

    def __repr__(self):
        return None

    def __format__(self, spec):
        return 1

    def __hash__(self):
        return "h"

    def __bool__(self):
        return 1

    def __len__(self):
        return 1.5

    def __index__(self):
        return "1"

    def __bytes__(self):
        return "s"

    def __int__(self):
        return 1.0

    def __complex__(self):
        return 1

    def __dir__(self):
        return 5

    def __iter__(self):
        return []

    def __contains__(self, x):
        raise KeyError("contains")

    def __init__(self):
        return None

    def __enter__(self):
        return "entered"

    def __reversed__(self):
        return "reversed!"


b = Bad()
for fn in [lambda: str(b), lambda: repr(b), lambda: f"{b}", lambda: format(b), lambda: hash(b), lambda: bool(b), lambda: len(b), lambda: [1][b], lambda: bytes(b), lambda: int(b), lambda: complex(b), lambda: dir(b), lambda: iter(b), lambda: 1 in b, lambda: print(b), lambda: "%s" % b, lambda: "%d" % b, lambda: reversed(b), lambda: f"{b!r}", lambda: ascii(b), lambda: [b].__repr__(), lambda: {1: b}.__repr__(), lambda: not b, lambda: range(b), lambda: b(), lambda: b[0]]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
try:
    with b:
        pass
except TypeError as e:
    print(e)


class Init:
    def __init__(self):
        return 5


class New:
    def __new__(cls, *a):
        print("new", a)
        return "not an instance"

    def __init__(self, *a):
        print("never")


class Both:
    def __new__(cls, x):
        self = super().__new__(cls)
        self.x = x
        return self

    def __init__(self, x):
        self.y = x * 2


try:
    Init()
except TypeError as e:
    print(e)
print(New(1, 2), vars(Both(4)))


class OnInst:
    pass


o = OnInst()
o.__len__ = lambda: 5
o.__call__ = lambda: 1
for fn in (lambda: len(o), lambda: o(), lambda: o.__len__()):
    try:
        print(fn())
    except TypeError as e:
        print(e)
OnInst.__len__ = lambda self: 8
print(len(o), bool(o))
for fn in [lambda: object.__new__(5), lambda: object.__new__(int), lambda: object.__new__(), lambda: int.__new__(str), lambda: object().__init__(1), lambda: OnInst.__new__(OnInst, 1), lambda: tuple.__new__(list), lambda: str.__str__(5), lambda: object.__repr__(5)[:4], lambda: object.__format__(5, "x"), lambda: type.__call__(int, "5"), lambda: list.__len__({}), lambda: dict.__init__(5)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
