# [ours] The references from an object.
from guppy import hpy

hp = hpy()


class A:
    pass


class S:
    __slots__ = ("p", "q")


a = A()
a.x = 1
s = S()
s.p, s.q = a, [a]
print(hp.iso(a).pathsout)
print(hp.iso(s).pathsout)
print(hp.iso([a, 5, "s"]).pathsout)
d = {"k": a, 5: s, (1, 2): None}
print(hp.iso(d).pathsout)
for path in hp.iso(d).pathsout:
    print(type(path.path[1]).__name__, path.path[1].r, path.tgt.kind)
print(hp.iso((a, (a,))).pathsout)
print(hp.iso(5).pathsout, hp.iso("text").pathsout, "nothing")
print(hp.iso(a).referents.count, sorted(p.kind.brief for p in hp.iso(a).referents.parts))
print(sorted(p.kind.brief for p in hp.iso(s).referents.parts))
