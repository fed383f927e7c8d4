# yield from: delegation of send, throw, close and the value.
def inner(n):
    try:
        got = yield "inner first"
        print("inner got", got)
        got = yield "inner second"
    except ValueError as e:
        print("inner caught", e)
        yield "after catch"
    except GeneratorExit:
        print("inner exit")
        raise
    finally:
        print("inner finally")
    return ("result", n, got if "got" in dir() else None)


def outer():
    a = yield from inner(1)
    print("outer has", a)
    try:
        b = yield from inner(2)
    except KeyError as e:
        b = "outer caught " + repr(e)
    print("outer has", b)
    c = yield from [10, 20]
    print("list gives", c)
    d = yield from "xy"
    return d


g = outer()
print(next(g), g.gi_yieldfrom.__name__)
print(g.send("hello"))
print(g.send("again"))
print(g.throw(ValueError("v")))
print(next(g))
print(next(g), next(g))
try:
    next(g)
except StopIteration as e:
    print("value", e.value)
g = outer()
next(g)
g.close()
g = outer()
next(g), next(g), next(g)
print(g.throw(KeyError("through")))
try:
    g.send(5)
except AttributeError as e:
    print(e)


class Custom:
    def __init__(self):
        self.n = 0

    def __iter__(self):
        return self

    def __next__(self):
        self.n += 1
        if self.n > 3:
            raise StopIteration("custom value")
        return self.n

    def send(self, v):
        print("send", v)
        return "sent"

    def throw(self, *a):
        print("throw", [type(x).__name__ for x in a])
        raise a[0]

    def close(self):
        print("custom close")


def wrap(it):
    r = yield from it
    print("wrap result", r)
    yield r


g = wrap(Custom())
print(next(g), g.send(9), next(g), list(g))
g = wrap(Custom())
next(g)
try:
    g.throw(OSError("o"))
except OSError as e:
    print(type(e).__name__, e)
g = wrap(Custom())
next(g)
g.close()
for bad in (5, None, int, object()):
    try:
        list(wrap(bad))
    except TypeError as e:
        print(e)


def tree(t):
    if t:
        left, v, right = t
        yield from tree(left)
        yield v
        yield from tree(right)


print(list(tree((((), 1, ()), 2, ((), 3, ((), 4, ()))))))


def depth(n):
    if n:
        yield n
        yield from depth(n - 1)
    else:
        return
        yield


print(sum(depth(200)), len(list(depth(100))))


def self_ref():
    yield from me


me = self_ref()
try:
    next(me)
except ValueError as e:
    print(e)
