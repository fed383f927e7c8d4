# [ours] What would go with some objects, and what everything must pass.
from guppy import hpy

hp = hpy()


class A:
    pass


class B:
    pass


b = B()
b.items = [A(), A()]
b.d = {"k": A(), 5: A()}
b.t = (A(), [A()])
shared = b.t


def kinds(x):
    print(x.count, [(p.count, p.kind.brief) for p in sorted(x.parts, key=lambda p: p.kind.brief)])


kinds(hp.iso(b).dominos)
kinds(hp.iso(b.items).dominos)
kinds(hp.iso(b.items, b.d).dominos)
del shared
kinds(hp.iso(b).dominos)
x = hp.iso(b)
print(x.domisize == x.dominos.size, x.domisize > x.size, x.indisize == x.size, x.dominos >= x)
y = hp.iso(b.items)
print(y.imdom.kind, y.imdom.imdom.kind, y.imdom.imdom.theone is b, y.imdom.imdom.imdom.kind)
print(hp.iso(b.t[1][0]).imdom.theone is b.t[1])
print(hp.iso(*b.items).imdom.theone is b.items)
cycle = [A()]
cycle.append(cycle)
kinds(hp.iso(cycle).dominos)
print(hp.iso(cycle[0]).imdom.theone is cycle, hp.iso(cycle).imdom.theone is globals())
print(hp.Nothing.domisize, hp.Nothing.dominos, hp.Nothing.imdom)
print(hp.iso(b).owners, hp.iso(b.__dict__).owners.theone is b, hp.iso(globals()).owners.kind)
