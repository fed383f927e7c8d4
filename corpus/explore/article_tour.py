# [ours] The article's tour of Guppy, in Python 3.
import random, re, sys, types
import guppy

hp = guppy.hpy()
print(hp)
heap = hp.heap()
lines = str(heap).split("\n")
print(re.sub(r"\d+", "N", lines[0]))
print(lines[1])
print(len(lines), re.sub(r"\d+", "N", lines[-1]))
strings = heap & str
print(strings.count > 100, strings.kind, len(strings))
part = next(p for p in heap.parts if p.kind.brief == "str")
print(part == strings)
for relation in part.byid, part.byrcs, part.byvia:
    print(re.sub(r"\d+", "N", str(relation).split("\n")[0]))
    print(str(relation).split("\n")[1].rstrip())
obj = part.byid[random.randrange(0, part.count)]
print(re.sub(r"\d+", "N", str(obj).split("\n")[0]), type(obj.theone).__name__, obj.theone in obj)
doc = hp.iso(types.__doc__)
print([p.kind.brief for p in doc.referrers.parts if "dict" in p.kind.brief])
module = (doc.referrers & hp.Clodo(dictof=types.ModuleType)).referrers & types.ModuleType
print(module.count, module.theone is types, types.__doc__ is doc.theone)
print([(p.count, p.kind.brief) for p in hp.iso(types).parts])
importers = hp.iso(types).referrers & hp.Clodo(dictof=types.ModuleType)
print("__main__" in str(importers.byid), str(importers.byid).split("\n")[1][38:])


class A:
    pass


class B:
    pass


a, b = A(), B()
print(hp.iso(a).referrers.theone is locals())
print(hp.iso(a).pathsin)
path = hp.iso(a).pathsin[0]
print(path.src.kind, path.src.theone is locals())
relation = path.path[1]
print(type(relation).__name__, relation.r, path.src.theone[relation.r] is a)
path.src.theone[relation.r] = b
print(a is b, type(a).__name__)
