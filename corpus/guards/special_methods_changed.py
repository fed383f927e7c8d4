# Operators, length, truth, items and calls of a class change while loops use them.
class N:
    def __init__(self, v):
        self.v = v

    def __add__(self, o):
        return "add"

    def __lt__(self, o):
        return "lt"

    def __len__(self):
        return 1

    def __getitem__(self, i):
        return ("item", i)

    def __call__(self):
        return "call"

    def __contains__(self, x):
        return True

    def __iter__(self):
        return iter((1, 2))

    def __eq__(self, o):
        return "eq"


n = N(1)


def use():
    return (n + 1, n < 2, len(n), n[3], n(), 5 in n, list(n), n == 3, bool(n))


def warm():
    for _ in range(50):
        use()
    return use()


print(warm())
N.__add__ = lambda self, o: "add2"
N.__lt__ = lambda self, o: NotImplemented
N.__gt__ = lambda self, o: "gt"
N.__len__ = lambda self: 0
N.__getitem__ = lambda self, i: i * 2
N.__call__ = lambda self: "call2"
N.__contains__ = lambda self, x: False
N.__iter__ = lambda self: iter("ab")
N.__eq__ = lambda self, o: "eq2"
try:
    print(warm())
except TypeError as e:
    print(e)
N.__lt__ = lambda self, o: "lt2"
print(warm())
N.__bool__ = lambda self: True
print(warm()[-1])
del N.__contains__, N.__iter__
print([x for x, _ in zip(n, range(3))])


class I(int):
    pass


def add(a, b):
    return a + b


print(add(I(1), 2), [add(i, 1) for i in range(40)][-1])
I.__add__ = lambda a, b: "I+"
print(add(I(1), 2), add(1, I(2)), add(1, 2))
I.__radd__ = lambda a, b: "+I"
print(add(1, I(2)))
