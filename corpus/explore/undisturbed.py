# [ours] Looking changes nothing: no dict is made, nothing is kept, the explorer doesn't count itself.
import gc, sys, weakref
from guppy import hpy

hp = hpy()


class A:
    pass


a = A()
a.x = [1]
size, references = sys.getsizeof(a), sys.getrefcount(a)
h = hp.iso(a)
print([p.kind.brief for p in h.referents.parts])
print(h.referents.referents.kind, hp.iso(a.x).referrers.kind, hp.iso(a.x).pathsin)
str(h.byid), str(h.byvia), str(h.rp), str(h.dominos), str(h.sp), h.imdom, h.stat
print(sys.getsizeof(a) == size)
del h
print(sys.getrefcount(a) == references)
first = hp.heap()
second = hp.heap()
third = hp.heap()
print(first.count == second.count == third.count, first == third)
print(any("guppy" in row.name or "explore" in row.name for row in first.stat.get_rows()))
print(hp in first, hp.heap in first, type(hp) in first, sys.modules["guppy"] in first, a in first)
del first, second, third
w = weakref.ref(a)
view = (hp.iso(a.x).referrers & hp.Clodo(dictof=A))
print(view.kind, view.count, view.theone is a.__dict__, view.theone)
print(view.referrers.theone is a, view.kind)
a.y = 2
print(view.theone)
del view
del a
print(w() is None)
hidden = [hp.iso("held only by " + str(hp))]
print(hidden[0].referrers, hidden[0].pathsin, "nothing")
relation = hp.iso(globals()["w"]).pathsin[0].path[1]
path = hp.iso(w).pathsin
print([row.name for row in hp.heap().stat.get_rows() if "guppy" in row.name or "explore" in row.name or "Based" in row.name])
key = tuple(["a", "key"])
table = {key: [3]}
r = hp.iso(table[key]).pathsin[0].path[1]
print(r.r is key, sorted(p.src.kind.brief for p in hp.iso(key).pathsin))
try:
    hp.iso(1).byprod
except RuntimeError as e:
    print(e)
