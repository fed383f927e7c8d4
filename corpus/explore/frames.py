# [ours] Variables of running and of suspended frames refer to objects.
from guppy import hpy
from guppy.heapy import Path

hp = hpy()


class A:
    pass


def function():
    a = A()
    x = hp.iso(a)
    print(x.pathsin)
    path = x.pathsin[0]
    print(isinstance(path.path[1], Path.R_LOCAL_VAR), path.path[1].r)
    print(path.src.kind, path.src.theone.f_code.co_name)
    print(x.referrers.kind, x.referrers.count, x.byvia.kind, x.byrcs.kind)
    again(a)


def again(parameter):
    found = [(p.src.theone.f_code.co_name, p.path[1].r) for p in hp.iso(parameter).pathsin]
    print(sorted(found))


function()


def generator():
    local = A()
    yield local


g = generator()
value = hp.iso(next(g))
print(value.pathsin)
print(value.pathsin[0].src.theone is g, type(value.pathsin[0].path[1]).__name__, value.pathsin[0].path[1].r)
print(value.byvia.kind, value.referrers.kind)


async def coroutine(argument):
    pass


c = coroutine(A())
print([p.kind.brief for p in hp.iso(c).referents.parts if "A" in p.kind.brief])
c.close()


def captured():
    shared = A()

    def inner():
        return shared

    found = [(p.src.kind.brief, str(p)) for p in hp.iso(shared).pathsin]
    print(found)
    return inner


inner = captured()
print(hp.iso(inner()).referrers.kind)
try:
    deep = A()
    raise ValueError(deep)
except ValueError as e:
    caught = e
del deep
print([(p.src.kind.brief, str(p)) for p in hp.iso(caught.args[0]).pathsin])
