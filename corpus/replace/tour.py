# [ours] A tour of replacement: the article's examples, one after another. With a folder as argument, draws them there.
"""What happens to every reference when an object is replaced.

Each stop shows an object, what held it, and what holds its successor. `docs/tour.md` tells the same
with the pictures that this program draws: `theseus corpus/replace/tour.py docs/tour`.
"""
import functools
import os
import sys
import theseus
from guppy import hpy

hp = hpy()
folder = sys.argv[1] if len(sys.argv) > 1 else None


class A:
    def func(self):
        return self


class B:
    def func(self):
        return self


def stop(title):
    print()
    print(f"== {title}")


def save(name, picture):
    """Keeps a picture, if pictures are wanted."""
    if folder is not None:
        os.makedirs(folder, exist_ok=True)
        with open(f"{folder}/{name}.svg", "w", encoding="utf-8") as file:
            file.write(picture.svg())


def show(report):
    print(report.count, "references followed")


class SomeContainerClass:
    pass


def wrapper(L):
    def inner():
        return L.pop()

    return inner


stop("Names refer to objects")
a = [1, 2, 3, 4]
b = a
c = SomeContainerClass()
c.data = a
d = wrapper(a)
save("names", theseus.graph(a))
for path in sorted(str(path) for path in hp.iso(a).pathsin):
    print(path % "_")

stop("One replace, all of them follow")
old, new = a, ["new"]
plan = theseus.plan(old, new, keep=[globals()])
print(plan.count, "places would be written besides the names of this module, conflicts:", plan.conflicts)
before = theseus.graph(old, new, caption="before")
show(theseus.replace(old, new))
after = theseus.graph(new, caption="after")
save("list", before.beside(after))
print(a is b is c.data is d.__closure__[0].cell_contents is new, a)

stop("Dictionaries, lists, attributes")
a, b = A(), B()


class X:
    cattr = a


x = X()
x.iattr = a
d1 = {1: a}
d2 = [{1: {0: ("foo", "bar", {"a": a, "b": b})}}]
L = [0, 1, 2, a, b]
show(theseus.replace(a, b))
print(a is b, X.cattr is b, x.iattr is b, d1[1] is b, d2[0][1][0][2]["a"] is b, L[3] is b)

stop("Tuples keep their identity")
a, b = A(), B()
t = (0, (1, (2, a, a)))
inner = t[1][1]
keys = {t: "found"}
show(theseus.replace(a, b))
print(t[1][1] is inner, inner[1] is inner[2] is b, keys[t], keys[(0, (1, (2, b, b)))])

stop("Bound methods")
a, b = A(), B()
f = a.func
show(theseus.replace(a, b))
print(f.__self__ is b, f() is b, f.__func__ is A.func)

stop("Keys keep their place")
a, b = A(), B()
table = {"first": 0, a: 1, "last": 2}
members = {a, "other"}
show(theseus.replace(a, b))
print([key if isinstance(key, str) else type(key).__name__ for key in table], table[b], b in members)

stop("Closures, defaults, partials, generators, frames")
a, b = A(), B()
fresh = wrapper(a)


def default(value=a):
    return value


def generator():
    local = a
    while True:
        yield local


running = generator()
next(running)
partial = functools.partial(default, a)


def function(argument):
    theseus.replace(argument, b)
    return argument


print(function(a) is b)
print(fresh.__closure__[0].cell_contents is b, default() is b, next(running) is b, partial() is b)

stop("Classes take their instances along")


class Old:
    def name(self):
        return "old"


class New:
    def name(self):
        return "new"


class Sub(Old):
    pass


instances = [Old(), Old(), Sub()]
show(theseus.replace(Old, New))
print([o.name() for o in instances], type(instances[0]) is New, Sub.__bases__ == (New,))


class Slotted:
    __slots__ = ("other",)


kept = New()
try:
    theseus.replace(New, Slotted)
except theseus.ReplaceError as e:
    print("refused:", type(e).__name__)
print(type(kept).__name__)

stop("A proxy may wrap what it replaces")


class Proxy:
    def __init__(self, wrapped):
        self.wrapped = wrapped


target = A()
holder = [target]
proxy = Proxy(target)
theseus.replace(target, proxy)
print(holder[0] is proxy, type(proxy.wrapped).__name__)

stop("Undo, and for a while only")
a, b = A(), B()
holders = [[a], {"k": a}, (a,)]
report = theseus.replace(a, b)
print([type(o).__name__ for o in (holders[0][0], holders[1]["k"], holders[2][0])])
report.undo()
print([type(o).__name__ for o in (holders[0][0], holders[1]["k"], holders[2][0])])
with theseus.replaced(holders[0][0], b):
    print(type(holders[0][0]).__name__)
print(type(holders[0][0]).__name__)

stop("Two at once")
a, b = A(), B()
pair = [a, b, (a, b)]
before = theseus.graph(a, b, depth=2, caption="before")
theseus.swap(a, b)
after = theseus.graph(pair[0], pair[1], depth=2, caption="after")
save("swap", before.beside(after))
print([type(o).__name__ for o in pair[:2]], [type(o).__name__ for o in pair[2]])
