# Keys with __hash__ and __eq__ of their own: collisions, identity, errors.
class K:
    def __init__(self, name, h):
        self.name, self.h = name, h

    def __hash__(self):
        return self.h

    def __eq__(self, other):
        log.append((self.name, getattr(other, "name", other)))
        return isinstance(other, K) and self.name == other.name

    def __repr__(self):
        return self.name


log = []
a, b, c = K("a", 1), K("b", 1), K("c", 2)
d = {a: 1, b: 2, c: 3}
print(d, log)
log.clear()
print(d[K("b", 1)], d[a], d.get(K("z", 1)), K("c", 3) in d, log)
log.clear()
d[K("a", 1)] = "new value, old key"
print(d, next(iter(d)) is a, log)


class NoHash:
    __hash__ = None


class EqOnly:
    def __eq__(self, other):
        return True


class BadHash:
    def __hash__(self):
        return "text"


class Raises:
    def __hash__(self):
        raise ValueError("no hash today")


class Huge:
    def __hash__(self):
        return 1 << 100


class BadEq:
    def __hash__(self):
        return 5

    def __eq__(self, other):
        raise RuntimeError("eq failed")


for cls in (NoHash, EqOnly, BadHash, Raises, Huge):
    for action in (lambda o: {o: 1}, lambda o: o in {}, lambda o: {}.get(o), lambda o: {o}, lambda o: hash(o)):
        try:
            r = action(cls())
            print(cls.__name__, type(r).__name__, r if type(r) is int else "")
        except Exception as e:
            print(cls.__name__, type(e).__name__, e)
x = {BadEq(): 1}
for action in (lambda: x[BadEq()], lambda: x.get(5), lambda: x.setdefault(BadEq()), lambda: {BadEq(), BadEq()}, lambda: BadEq() in [1], lambda: [BadEq()] == [1], lambda: x.pop(BadEq(), None)):
    try:
        print(action())
    except RuntimeError as e:
        print(e)
key = next(iter(x))
print(x[key], len(x), key in x)
print(hash(1) == hash(1.0) == hash(True), hash(-1), hash(-2), hash(2 ** 61 - 1), hash(2 ** 61), hash(-(2 ** 61)), hash(0.5), hash(float("inf")), hash(1e300), hash(()), hash((1, 2, 3)), hash((1, (2, 3))), hash(None) == hash(None))
print(hash(frozenset()), hash(frozenset({1, 2, 3})), hash(range(3)), hash(range(0)) == hash(range(5, 5)), hash((1.0, 2)) == hash((True, 2 + 0j)), hash(10 ** 30), hash(-(10 ** 30)), hash(3 + 4j), hash(slice) == hash(slice))
