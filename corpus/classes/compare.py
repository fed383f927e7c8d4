# Rich comparison: reflection, subclasses first, non-bool results, defaults.
class V:
    def __init__(self, n):
        self.n = n

    def __eq__(self, o):
        log.append("eq")
        return self.n == o.n if isinstance(o, V) else NotImplemented

    def __lt__(self, o):
        log.append("lt")
        return self.n < o.n if isinstance(o, V) else NotImplemented

    def __le__(self, o):
        log.append("le")
        return "le result"


log = []
a, b = V(1), V(2)
print(a == b, a != b, a < b, a > b, a <= b, a >= b, a == 1, a != 1, 1 == a, log)
log.clear()
for fn in [lambda: a < 1, lambda: 1 < a, lambda: a > 1, lambda: 1 > a, lambda: 1 <= a, lambda: 1 >= a, lambda: hash(a), lambda: max(a, b).n, lambda: min(a, b).n, lambda: sorted([b, a])[0].n, lambda: [a] == [V(1)], lambda: (a, 1) < (V(1), 2), lambda: a in [b, V(1)], lambda: [b, a].index(V(1)), lambda: {a: 1}]:
    try:
        print(fn(), log)
    except TypeError as e:
        print(e, log)
    log.clear()


class Sub(V):
    def __gt__(self, o):
        log.append("sub gt")
        return "sub"

    def __eq__(self, o):
        log.append("sub eq")
        return "sub eq"


s = Sub(5)
print(a < s, a == s, s == a, a != s, s > a, log)


class Plain:
    pass


p, q = Plain(), Plain()
print(p == p, p == q, p != q, p != p, hash(p) == hash(p), p in [q], p in [q, p])


class NE:
    def __ne__(self, o):
        return "ne!"


print(NE() != 1, 1 != NE(), NE() == 1)


class Arr:
    def __init__(self, v):
        self.v = v

    def __eq__(self, o):
        return [x == o for x in self.v]

    def __gt__(self, o):
        return [x > o for x in self.v]

    __hash__ = object.__hash__


arr = Arr([1, 2, 3])
print(arr == 2, arr > 1, 1 < arr, arr != 2, arr in [7], hash(arr) == hash(arr), 0 < arr > 2)


class Total:
    def __init__(self, k):
        self.k = k

    def __lt__(self, o):
        return self.k < o.k

    def __gt__(self, o):
        return self.k > o.k

    def __repr__(self):
        return "T%d" % self.k


ts = [Total(i * 3 % 7) for i in range(7)]
print(sorted(ts), max(ts), min(ts), sorted(ts, reverse=True), Total(1) > Total(2))
try:
    Total(1) <= Total(2)
except TypeError as e:
    print(e)


class Raise:
    def __eq__(self, o):
        raise ValueError("cannot compare")


for fn in [lambda: Raise() == 1, lambda: 1 == Raise(), lambda: Raise() in [1], lambda: [Raise()] == [1], lambda: [1, 2].remove(Raise()), lambda: (1,).count(Raise()), lambda: {1: Raise()} == {1: 2}, lambda: Raise() != 1]:
    try:
        print(fn())
    except ValueError as e:
        print("ValueError", e)
r = Raise()
print(r in [r], [r] == [r], {1: r} == {1: r})
