# [ours] Frames: locals, arguments, cells, the value stack, generators, coroutines, frames kept by tracebacks.
import sys
import theseus


class Thing:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


def places(report):
    return sorted(place for holder, place in report.edges)


def local():
    x = Thing("x")
    y = x
    report = theseus.replace(x, Thing("other"))
    return x, y, report.by_relation, places(report)


print(local())


def arguments(a, *args, k, **kwargs):
    report = theseus.replace(a, Thing("arg"))
    return a, args, k, kwargs, report.by_relation


thing = Thing("passed")
print(arguments(thing, 1, thing, k=thing, extra=thing), thing)


def temporaries():
    z = Thing("z")
    return [z, (z, theseus.replace(z, Thing("t")).pinned), z]


print(temporaries())


def cells():
    v = Thing("v")

    def get():
        return v

    def put(value):
        nonlocal v
        v = value

    return get, put


get, put = cells()
report = theseus.replace(get(), Thing("cell"))
print(get(), report.by_relation)
put(1)
report.undo()
print(get())


def caller():
    mine = Thing("mine")
    return callee(mine), mine


def callee(given):
    report = theseus.replace(given, Thing("both"))
    return given, places(report)


print(caller())


def generator():
    kept = Thing("kept")
    yield kept
    yield kept


g = generator()
kept = next(g)
report = theseus.replace(kept, Thing("resumed"))
print(places(report), next(g), kept)
del kept

g = generator()
kept = next(g)
report = theseus.replace(kept, Thing("resumed"))
report.undo()
print(next(g), kept)


async def coroutine():
    kept = Thing("awaited")
    await Once()
    return kept


class Once:
    def __await__(self):
        yield


c = coroutine()
c.send(None)
inner = c.cr_frame.f_locals["kept"]
theseus.replace(inner, Thing("in coroutine"))
try:
    c.send(None)
except StopIteration as e:
    print(e.value, inner)


def delegating(target):
    yield from target


target = generator()
g = delegating(target)
next(g)
theseus.replace(target, iter([Thing("delegated")]))
print(next(g))
del g, target
g = delegating(iter([1, 2]))
next(g)
inner = g.gi_yieldfrom
try:
    theseus.replace(inner, 5)
except theseus.ReplaceError as e:
    print("refused:", e)
del g, inner


def loop():
    seen = []
    items = [1, 2, 3, 4]
    for i in items:
        seen.append(i)
        if i == 2:
            theseus.replace(items, [10, 20, 30, 40, 50])
    return seen


print(loop())


def comprehension():
    item = Thing("item")
    return [(item, other, theseus.replace(other, Thing("new")).pinned) for other in [item]]


print(comprehension())


def fails():
    lost = Thing("lost")
    raise ValueError


try:
    fails()
except ValueError as e:
    frame = e.__traceback__.tb_next.tb_frame
    report = theseus.replace(frame.f_locals["lost"], Thing("found"))
    print(frame.f_locals["lost"], [p for p in places(report) if p.startswith("local")])


def undo_while_running():
    one = Thing("one")
    report = theseus.replace(one, Thing("two"))
    during = one
    report.undo()
    return during.name, one.name


print(undo_while_running())


def leave():
    gone = Thing("gone")
    return theseus.replace(gone, Thing("never seen"))


report = leave()
report.undo()


def with_keep():
    here = Thing("here")
    other = here
    theseus.replace(here, Thing("elsewhere"), keep=[sys._getframe()])
    return here, other


print(with_keep())


class Method:
    def go(self, other):
        report = theseus.replace(self, other)
        return self is other, places(report)


m, other = Method(), Method()
print(m.go(other), m is other)


class Born:
    def __init__(self, other):
        theseus.replace(self, other)


print(Born("instead"))


class Manager:
    def __init__(self, name):
        self.name = name

    def __enter__(self):
        return self

    def __exit__(self, *args):
        print("leaving", self.name)


first, second = Manager("first"), Manager("second")
with first:
    theseus.replace(first, second)


def running():
    theseus.replace(running, after)
    return "old code goes on"


def after():
    return "new code"


print(running(), "|", running())
