# [ours] Documentation that prints itself.
from guppy import hpy
import guppy

hp = hpy()
print(hp)
print(repr(hp.doc).split("\n")[0])
print(repr(hp.doc).split("\n")[-1])
h = hp.iso(1)
names = str(h.doc).split()
for name in """all brief by byclodo byid byidset bymodule byrcs bysize bytype byunity byvia count diff disjoint doc
    dominos domisize dump er get_rp get_shpaths imdom indisize kind maprox more nodes owners partition parts pathsin
    pathsout referents referrers rp shpaths size sp stat theone""".split():
    assert name in names, name
    assert str(getattr(h.doc, name)), name
for name in "Clodo Id Idset Module Nothing Rcs Root Size Type Unity Via doc heap heapu idset iso load setref".split():
    assert name in str(hp.doc).split(), name
print(hp.doc.heap)
print(hp.Root, guppy.__all__, guppy.Root().hpy().iso(5).theone)
