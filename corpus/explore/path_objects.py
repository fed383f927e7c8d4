# [ours] Paths as objects: source, target, relation; the article's look at one.
from guppy import hpy
from guppy.heapy import Path

hp = hpy()


class A:
    pass


a = A()
paths = hp.iso(a).pathsin
print(paths)
path = paths[0]
print(path, repr(path), path.index, len(path.path))
print(path.src.theone is globals(), path.src.kind, path.tgt.theone is a)
relation = path.path[1]
print(isinstance(relation, Path.R_INDEXVAL), isinstance(relation, Path.R_ATTRIBUTE), relation.r, relation.code)
print(path.src.theone[relation.r] is a, relation.stra("globals"), str(relation))
for bad in 1, 5:
    try:
        paths[bad]
    except IndexError as e:
        print(repr(e))
many = [A() for i in range(25)]
h = hp.iso(*many)
print(h.pathsin)
print(h.pathsin.more)
print(h.pathsin.more.more)
print(h.pathsin.all)
print(h.pathsin.numpaths, sum(1 for p in h.pathsin), [str(p) for p in h.pathsin][-1])
print(h.pathsin[3].src.theone is many, h.pathsin[24].tgt.theone is many[24])
c = [a]
print(sorted((p.src.kind.brief, str(p)) for p in hp.iso(a).pathsin))
names = {n: getattr(Path, n).code for n in dir(Path) if n.startswith("R_")}
print(sorted(names.items(), key=lambda item: item[1]))


def closure(v):
    return lambda: v


f = closure(A())
relation = hp.iso(f()).pathsin[0].path[1]
print(isinstance(relation, Path.R_INTERATTR), isinstance(relation, Path.R_ATTRIBUTE), relation.r, relation)
print(hp.iso(a).pathsin.aslist()[0].src.kind)
