# [ours] Kinds made by hand, and sets picked by them.
from guppy import hpy

hp = hpy()


class A:
    pass


class B(A):
    pass


a, b = A(), B()
a.x = b.x = 1
h = hp.iso(a, b, A(), 1000, 2000, "text", [1], (2,), {3: 3})
print((h & hp.Type(A)).count, (h & hp.Type(B)).theone is b, (h & A).count)
print((h & (hp.Type(A) | hp.Type(int))).count, (h & hp.Clodo(list)).count, (h & hp.Type.int).count)
print((h & hp.Module("sys")).count, (h | hp.iso(__import__("sys"))) & hp.Module("sys") == hp.iso(__import__("sys")))
view = hp.iso(a, b).referents
print((view & hp.Clodo(dictof=A)).theone is a.__dict__, (view & hp.Clodo(dictof=B)).count, (view & dict).count)
print(hp.Clodo(A).dictof == hp.Clodo(dictof=A), hp.Clodo(A).dictof, hp.Type(A), hp.Type(A) | hp.Type(B))
print(1 in hp.Type(int), a in hp.Type(A), b in hp.Type(A), a.__dict__ in hp.Clodo(dictof=A))
print((h & hp.Size(hp.iso(1000).size) & int).count)
print(hp.iso(a) <= hp.Type(A), hp.iso(a, b) <= hp.Type(A))
print((h & hp.Type(int)) | (h & hp.Type(str)) == h & (hp.Type(int) | hp.Type(str)))
print((h - hp.Type(int)).count, repr(hp.Type(A)).startswith("hp.Type('<type __main__.A at 0x"))
print(h.maprox, hp.iso(a, b).maprox.x.theone) if False else print(hp.iso(a, b).maprox.x.theone)
print(hp.iso({"k": a}, {"k": b}).maprox["k"] == hp.iso(a, b))
