# What is evaluated, in which order, and what a failed case leaves behind.
class Loud:
    def __init__(self, name, equal=False):
        self.name, self.equal = name, equal

    def __eq__(self, other):
        print("eq", self.name, other)
        return self.equal


class Seq(list):
    def __len__(self):
        print("len")
        return super().__len__()

    def __getitem__(self, i):
        print("item", i)
        return super().__getitem__(i)


class Map(dict):
    def get(self, key, default=None):
        print("get", key)
        return super().get(key, default)

    def __missing__(self, key):
        print("missing", key)
        return 0


def subject():
    print("subject")
    return Loud("a")


match subject():
    case 1:
        print("one")
    case 2 | 3:
        print("two or three")
    case _:
        print("none")

match Seq([1, 2, 3, 4]):
    case [_, 9, *_]:
        print("nine")
    case [*_, 7, _]:
        print("seven")
    case [x, *y, z]:
        print(x, y, z)

match Map(a=1, b=2):
    case {"c": _}:
        print("c")
    case {"a": 1, "b": 3}:
        print("b3")
    case {"a": x, **rest}:
        print(x, rest, type(rest).__name__)


def guards(x):
    match x:
        case [a, b] if print("guard 1", a, b):
            print("never")
        case [a, *c] if a > 1 and (c := 5):
            return "second", a, c
        case b if b:
            return "third", b
    return "after"


print(guards([1, 2]), guards([2, 3]), guards([]), guards(0))


def leftovers(x):
    # A pattern that fails binds nothing; a guard that fails leaves its names.
    match x:
        case [a, 1]:
            pass
        case [b, 2] if False:
            pass
        case [c, *_]:
            pass
    return sorted(locals())


print(leftovers([0, 1]), leftovers([0, 2]), leftovers([0, 3]), leftovers(7))

name = 1
match 5:
    case name:
        print("captured", name)


class Ns:
    limit = 10

    class Inner:
        deep = "d"


for v in 10, "d", 3:
    match v:
        case Ns.limit:
            print("limit")
        case Ns.Inner.deep:
            print("deep")
        case _:
            print("other")
