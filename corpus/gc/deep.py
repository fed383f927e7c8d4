# [slow] Freeing, printing and comparing deeply nested structures.
def nest(n, wrap):
    x = None
    for _ in range(n):
        x = wrap(x)
    return x


class Link:
    __slots__ = ("next",)

    def __init__(self, n):
        self.next = n


class Attr:
    def __init__(self, n):
        self.n = n


for name, wrap in [("list", lambda x: [x]), ("tuple", lambda x: (x,)), ("dict", lambda x: {1: x}), ("slots", Link), ("attr", Attr), ("frozen", lambda x: {"k": [x]}), ("closure", lambda x: lambda: x), ("slice", lambda x: slice(x)), ("method", lambda x: [x].append), ("generator", lambda x: (y for y in [x])), ("map", lambda x: map(len, [x]))]:
    x = nest(100000, wrap)
    del x
    print("freed", name)
x = nest(1000000, lambda x: [x])
x = None
print("freed a million")
x = nest(1000000, Link)
x = None
print("freed a million links")
x, y = nest(100000, lambda x: [x]), nest(100000, lambda x: [x])
for name, fn in [("repr", lambda: repr(x)), ("str", lambda: str(x)), ("eq", lambda: x == y), ("lt", lambda: x < y), ("format", lambda: f"{x}")]:
    try:
        fn()
        print(name, "done")
    except RecursionError as e:
        print(name, "RecursionError", e)
t = nest(100000, lambda x: (x,))
u = nest(100000, lambda x: (x,))
for name, fn in [("hash", lambda: hash(t)), ("repr", lambda: repr(t)), ("eq", lambda: t == u)]:
    try:
        fn()
        print(name, "done")
    except RecursionError as e:
        print(name, "RecursionError")
d = nest(100000, lambda x: {1: x})
try:
    repr(d)
except RecursionError as e:
    print("dict", e)
small = nest(50, lambda x: [x])
print(len(repr(small)), small == nest(50, lambda x: [x]), repr(nest(5, lambda x: {1: x})), repr(nest(4, lambda x: (x,))))
import gc
a = b = []
for _ in range(100000):
    b.append([])
    b = b[0]
b.append(a)
del a, b
print(gc.collect() > 1000)
e = None
for i in range(20000):
    n = ValueError(i)
    n.__context__ = e
    e = n
del e, n
print("exception chain freed")
s = ""
for i in range(100000):
    s += "x"
print(len(s))
it = iter([1, 2])
for _ in range(100000):
    it = iter(zip(it))
del it
print("end")
