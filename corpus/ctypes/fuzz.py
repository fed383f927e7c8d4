# [ours] [slow] Random reads and writes over all kinds of objects: errors at most, and everything still works.
import ctypes
import gc
import random
import sys
import theseus

rng = random.Random(int(sys.argv[1]) if len(sys.argv) > 1 else 12)


class P:
    def __init__(self):
        self.a, self.b = [1], "two"

    def m(self):
        return self.a


class Q(P):
    pass


class S:
    __slots__ = ("x", "y")


def gen():
    x = yield 1
    yield x


def zoo():
    p, s, g = P(), S(), gen()
    next(g)
    s.x = p
    try:
        raise KeyError(p)
    except KeyError as e:
        error = e
    closure = (lambda v: lambda: v)(p)
    frame = sys._getframe()
    return [
        p, Q(), s, g, error, closure, closure.__closure__, closure.__closure__[0], p.m, p.__sizeof__, [].append, len,
        zoo.__code__, zoo, P, Q, S, (1, 2, p), ("name", b"x"), [1, p], {1: p}, {p}, frozenset([3]), 7, 2**70, 1.5, 2j,
        "text", "t\u20ac", b"bytes" * 3, bytearray(b"ba"), memoryview(b"mv"), range(5), slice(1, p), iter([1]),
        iter(range(3)), enumerate("ab"), zip("ab"), map(len, []), property(len), classmethod(len), frame, sys, None,
        True, object(), super(Q, Q()), type(gen), reversed([1]), iter({1: 2}), error.__traceback__, {}.keys(),
    ]


def values(pool):
    return rng.choice([
        0, 1, -1, rng.getrandbits(64), id(rng.choice(pool)), id(rng.choice(pool)) + 8, id(P), id(Q), id(None),
        rng.randrange(256), id(pool), id(()), id(zoo),
    ])


kinds = [ctypes.c_ubyte, ctypes.c_ushort, ctypes.c_uint, ctypes.c_size_t, ctypes.py_object, ctypes.c_ubyte * 24]
done = refused = 0
for round in range(40):
    pool = zoo()
    for _ in range(60):
        x = rng.choice(pool)
        size = theseus.layout(x)[-1].offset + theseus.layout(x)[-1].size
        place = id(x) + rng.choice([rng.randrange(-64, size + 64), rng.randrange(0, size + 8) // 8 * 8, rng.getrandbits(47)])
        kind = rng.choice(kinds)
        try:
            what = rng.randrange(5)
            if what == 0:
                kind.from_address(place)
                v = kind.from_address(place)
                v = list(v) if isinstance(v, ctypes.Array) else v.value
                repr(type(v))
            elif what == 1:
                ctypes.memmove(place, id(rng.choice(pool)) + rng.choice([0, 0, 8, 16]), rng.choice([1, 8, 16, 24, size, 40]))
            elif what == 2:
                y = rng.choice(pool)
                ctypes.memmove(id(x), id(y), rng.choice([size, sys.getsizeof(x), 32]))
            elif kind is ctypes.py_object:
                kind.from_address(place).value = rng.choice(pool)
            elif issubclass(kind, ctypes.Array):
                kind.from_address(place)[rng.randrange(24)] = rng.randrange(256)
            else:
                kind.from_address(place).value = values(pool)
            done += 1
        except (ValueError, OSError, TypeError, AttributeError):
            refused += 1
    # Everything is used, whatever it has become.
    for x in pool:
        for use in (repr, hash, str, dir, lambda x: list(x), lambda x: x(), lambda x: x.a, lambda x: x == x, sys.getsizeof,
                    lambda x: x.m(), lambda x: next(x), lambda x: x.cell_contents, lambda x: x[0], gc.get_referents):
            if x is zoo or x is zoo.__code__ or x is sys._getframe() or x is len:
                continue
            try:
                use(x)
            except Exception:
                pass
    del pool, x
    if round % 10 == 0:
        gc.collect()
theseus.pools.bytes.restore()
gc.collect()
print(done > 100, refused > 100, theseus.pools.bytes.check(), theseus.pools.ints.check())
print(P().m(), len("alive"), [i for i in range(3)], b"a")
