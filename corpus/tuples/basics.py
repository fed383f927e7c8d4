# Tuples: construction, methods, comparison, immutability.
t = (1, "a", None)
print(t, (), (1,), 1, (1, 2)[::-1], t[0], t[-1], t[1:], t[::2], len(t), t + (2,), t * 2, 0 * t, t.index("a"), t.count(1), "a" in t, tuple("ab"), tuple([1]), tuple(t) is t, t[:] == t)
a = 1, 2
b = 3,
(c), (d,) = 4, (5,)
print(a, b, c, d, *a, *b)
print((1, 2) < (1, 3), (1,) < (1, 0), () < (0,), (1, "a") < (2, 1), (1, 2) == (1.0, 2.0), (1,) == [1], ((1,),) == ((1,),), hash((1, 2)) == hash((1.0, 2)), {(1, 2): 3}[1, 2])
for fn in [lambda: t[3], lambda: t["a"], lambda: t[1.0], lambda: t.index(99), lambda: t.index("a", 2), lambda: t + [1], lambda: t + 1, lambda: t * 1.0, lambda: t < [1], lambda: (1,) < ("a",), lambda: hash(([],)), lambda: tuple(5), lambda: tuple(1, 2), lambda: t.__setitem__(0, 1), lambda: t.append(1), lambda: setattr(t, "x", 1), lambda: t(1), lambda: t.count(), lambda: t.index(), lambda: tuple(x=1), lambda: t - t, lambda: t * t, lambda: -t]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
for code in ["t[0] = 1", "del t[0]", "t[0:1] = ()", "del t[:]", "t.x = 1"]:
    try:
        exec(code)
    except Exception as e:
        print(code, type(e).__name__, e)
u = t
u += (4,)
print(t, u, t is u)


class Pt(tuple):
    def __new__(cls, x, y):
        return super().__new__(cls, (x, y))

    x = property(lambda self: self[0])
    y = property(lambda self: self[1])

    def __add__(self, other):
        return Pt(self.x + other.x, self.y + other.y)


p = Pt(1, 2)
print(p, p + p, type(p + p).__name__, p == (1, 2), p.x, p.y, hash(p) == hash((1, 2)), type(p[:]).__name__, type(p * 2).__name__, [*p], isinstance(p, tuple), {(1, 2): "found"}[p])
p.extra = 5
print(p.extra, vars(p), max((1, 2), (1, 3)), sorted([(2, "b"), (1, "z"), (2, "a")]), sum(((1,), (2,)), ()), min(((3, 1), (2, 9)), key=lambda q: q[1]))
def many():
    return 1, 2, (3, [4])
x, y, (z, [w]) = many()
print(x, y, z, w, many()[2][1], any(()), all(()), list(zip((1, 2), (3, 4))), dict((("a", 1),)), tuple(i * i for i in range(4)), (lambda *a: a)(1, 2), tuple({1: 2}), tuple(range(2)))
