# Tuples that are taken apart at their last use give their items away; others keep them.
class Loud:
    def __init__(self, name):
        self.name = name

    def __del__(self):
        print("gone", self.name)


def pair(a, b):
    return a, b


def swap(t):
    (a, b), c = t
    return b, c, a


kept = (Loud("kept 1"), Loud("kept 2"))
for i in range(3):
    a, b = pair(i, i * 1000)
    x, y = kept
    print(a, b, x is kept[0], y is kept[1])
    a, b = pair(Loud(f"a{i}"), Loud(f"b{i}"))
    a, b = b, a
    print(a.name, b.name)
    p, q, r = swap(((i, "two"), [i]))
    print(p, q, r)
del a, b, x, y, kept


def starred(t):
    first, *rest = t
    *front, last = t
    head, *middle, tail = t
    return first, rest, front, last, head, middle, tail


for t in ((1, 2), [1, 2, 3], (300, 301, 302, 303), "word", range(5), {"k": 1, "l": 2}):
    print(starred(t))
for t in ((), (1,), [], [1], "x"):
    try:
        print(starred(t))
    except ValueError as e:
        print(e)


def unequal(t):
    a, b = t
    return a, b


for t in ((1, 2), [3, 4], (1,), (1, 2, 3), [], 5, "ab"):
    try:
        print(unequal(t))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class Sub(tuple):
    def __iter__(self):
        return iter("own")


a, *b = Sub((1, 2))
print(a, b)
a, b, c = Sub((1, 2))
print(a, b, c)
t = (1, 2)
a, t = t
print(a, t)
t, a = (Loud("left"), 2)
t, a = a, t
print(t, a.name)
del a
