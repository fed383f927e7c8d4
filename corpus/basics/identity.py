# `is` for singletons, literals kept alive, and mutability of aliases.
a = [1]
b = a
c = [1]
print(a is b, a is c, a == c, a is not c)
b += [2]
print(a, a is b)
b = b + [3]
print(a, b, a is b)
t = ([],)
try:
    t[0] += [1]
except TypeError as e:
    print(e, t)
print(None is None, ... is Ellipsis, NotImplemented is NotImplemented)
print(True is (1 == 1), type(None) is type(None), type(1) is int)
x = y = []
x.append(1)
print(y)
def f(acc=[]):
    acc.append(len(acc))
    return acc
print(f(), f(), f() is f(), f.__defaults__)
rows = [[0] * 2] * 3
rows[0][0] = 1
print(rows, all(r is rows[0] for r in rows))
rows = [[0] * 2 for _ in range(3)]
rows[0][0] = 1
print(rows)
n = float("nan")
print(n == n, n is n, n in [n], [n] == [n], (n,) == (n,), {n: 1}.get(n), n in {n})
print([n] == [float("nan")], [n].index(n), [n].count(n))
class E:
    def __eq__(self, other):
        return False
e = E()
print(e == e, e in [e], [e] == [e], (e,) != (e,), {1: e} == {1: e})
print(repr(Ellipsis), repr(NotImplemented), type(...), type(NotImplemented))
i = 5
j = i
i += 1
print(i, j)
s = "x"
r = s
s += "y"
print(s, r)
