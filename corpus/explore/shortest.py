# [ours] Shortest paths from the root, and from other objects.
from guppy import hpy

hp = hpy()


class A:
    pass


class S:
    __slots__ = ("s",)


b = A()
b.x = [{"k": (1, A())}]
print(hp.iso(b).sp)
print(hp.iso(b.x[0]["k"][1]).sp)
print(hp.iso(b.x).shpaths)
print(hp.iso(A).sp)
print(hp.iso(b.x[0]["k"][1]).get_shpaths(hp.iso(b)))
print(hp.iso(b.x[0]).get_shpaths(hp.iso(b.x)))
e = [A() for i in range(15)]
print(hp.iso(*e).sp)
print(hp.iso(*e).sp.more)
print(hp.iso(*e).sp.numpaths, hp.iso(e[3]).sp[0].src)
twice = {"one": [A()]}
twice["two"] = twice["one"]
print(hp.iso(twice["one"]).sp)
c = S()
c.s = S()
print(hp.iso(c.s).sp)
print(hp.iso(print).sp)
p = hp.iso(b.x[0]).sp[0]
print([step.brief if hasattr(step, "brief") else str(step) for step in p.path[1::2]])
print(hp.iso(A()).sp.numpaths)


def function():
    local = A()
    inner = [A()]
    print(str(hp.iso(local).sp).endswith(".f_locals['local']"))
    print(str(hp.iso(inner[0]).sp).endswith(".f_locals['inner'][0]"))


function()
