"""Members and descriptors where nobody expects them: caches must not read what is not there."""


class Owner:
    __slots__ = ("slot",)


class Other:
    __slots__ = ("shadowed",)
    shadowing = Owner.slot


class Bare:
    borrowed = Owner.slot


def load(o):
    return o.shadowing


def store(o):
    o.shadowing = 1


def bare(o):
    o.borrowed = 1


def read_bare(o):
    return o.borrowed


def attempts(f, o, n=20):
    seen = set()
    for _ in range(n):
        try:
            seen.add(repr(f(o)))
        except (TypeError, AttributeError) as e:
            seen.add(f"{type(e).__name__}: {e}")
    return sorted(seen)


o = Other()
o.shadowed = 42
print(attempts(load, o), attempts(store, o), o.shadowed)
b = Bare()
print(attempts(bare, b), attempts(read_bare, b), vars(b))


class Later:
    pass


class Holder:
    x = Later()
    y = Later()

    def __init__(self):
        self.x = 1


def get_x(o):
    return o.x


def get_y(o):
    return type(o.y).__name__


def set_x(o):
    o.x = 5


h = Holder()
print(attempts(get_x, h), attempts(get_y, h), attempts(set_x, h))
Later.__get__ = lambda self, o, owner: 2
Later.__set__ = lambda self, o, value: print("set", value) if value != 5 else None
print(attempts(get_x, h), attempts(get_y, h), attempts(set_x, h), vars(h))
del Later.__set__
print(attempts(get_x, h), attempts(get_y, h), attempts(set_x, h), vars(h))
