# [ours] The relations by which a set is divided: titles of columns, numbers of parts.
import types
from guppy import hpy

hp = hpy()


class A:
    pass


a = A()
a.x = [1]
h = hp.iso(a, A(), a.x, "text", 1000, 1001, 4.5, types, vars(types))
for name in "bytype byclodo byrcs byvia bysize byunity bymodule byidset byid".split():
    part = getattr(h, name)
    first, title, *rest = str(part).split("\n")
    print(name, "|", first.split(" of ")[0], "|", title.split("% ")[-1].strip(), "|", part.count)
    if name not in ("byid", "byidset", "byvia", "byrcs", "bysize"):
        print("   ", sorted((p.count, str(p.kind)) for p in part.parts))
print(repr(h.by("Type").er), repr(h.by("Size").er), repr(h.byclodo.er), str(h.er).split(" at ")[0])
print(h.by(hp.Type) == h, len(h.by(hp.Type)), len(h.by("Clodo")))
print(str(h.byid).split(" object")[0], str(hp.iso(a, A()).byid).split("Total")[0])
