# gc.collect frees cycles: __del__ order, resurrection, counts. [when]
import gc
gc.collect()
log = []


class Node:
    def __init__(self, name):
        self.name = name
        self.link = None

    def __del__(self):
        log.append(self.name)


def flush(label):
    print(label, sorted(log))
    log.clear()


n = Node("single")
del n
flush("refcount")
n = Node("self")
n.link = n
del n
flush("before")
gc.collect()
flush("after")
a, b = Node("a"), Node("b")
a.link, b.link = b, a
del a, b
gc.collect()
flush("pair")
keep = Node("keep")
keep.link = [keep, Node("held")]
gc.collect()
flush("reachable")
keep = None
gc.collect()
flush("released")


class Phoenix:
    saved = []

    def __init__(self):
        self.me = self

    def __del__(self):
        log.append("del")
        Phoenix.saved.append(self)


Phoenix()
gc.collect()
print(len(Phoenix.saved), log)
Phoenix.saved.clear()
gc.collect()
print(len(Phoenix.saved), log)
log.clear()


class Plain:
    def __init__(self):
        self.p = self
        self.d = Node("inside plain")


Plain()
gc.collect()
flush("through plain object")
l = [Node("list")]
l.append(l)
d = {"n": Node("dict")}
d["d"] = d
t = ([Node("tuple")],)
t[0].append(t)
s = Node("closure")


def outer():
    x = Node("cell")

    def inner():
        return x, inner
    return inner


f = outer()
g = (x for x in [Node("gen")])
del l, d, t
gc.collect()
flush("containers")
del f
gc.collect()
flush("function")
del g, s
flush("generator")


def cls():
    class Temp:
        n = Node("class attribute")
    return Temp.__name__


cls()
gc.collect()
flush("class")
try:
    raise ValueError(Node("in exception"))
except ValueError as e:
    e.self = e
gc.collect()
flush("exception")
print(gc.isenabled(), gc.disable(), gc.isenabled(), gc.enable(), gc.isenabled(), gc.garbage, gc.collect() >= 0, gc.collect(0) >= 0, len(gc.get_threshold()), len(gc.get_count()))
for fn in (lambda: gc.collect(5), lambda: gc.collect(-1), lambda: gc.collect("a"), lambda: gc.collect(generation=1) >= 0):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
print(gc.is_tracked([]), gc.is_tracked(1), gc.is_tracked("a"))
for i in range(2000):
    x = Node(i)
    x.link = [x]
del x
gc.collect()
print(len(log), sum(log))
