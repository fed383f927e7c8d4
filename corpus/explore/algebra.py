# [ours] Sets by identity: union, intersection, difference, inclusion.
from guppy import hpy

hp = hpy()


class A:
    pass


class B:
    __slots__ = ("x",)


a, b = A(), B()
h = hp.iso(a, b, 1000, "text", [1])
print(h.count, len(h), hp.Nothing.count, len(hp.iso(a, a)))
print((h | hp.iso(7.5)).count, (h & hp.iso(a, 7.5)).count, (h - hp.iso(a)).count, (h ^ hp.iso(a, 7.5)).count)
print(a in h, A() in h, hp.iso(a) <= h, h <= hp.iso(a), hp.iso(a) < h, h < h, h >= hp.iso(b), h > h)
print(h == h | h, h != h | h, h == h - hp.iso(a), hash(h) == hash(h | h))
print(bool(h), bool(hp.Nothing), bool(h & hp.Nothing), not hp.iso())
print((h & A).count, (h & B).theone is b, (A & h).count, (h - A).count, (h & object).count)
print(hp.iso(a) | hp.iso(b) == hp.iso(b, a), hp.iso(a).disjoint(hp.iso(b)), h.disjoint(hp.iso(b)))
print(hp.Nothing, h & hp.Nothing, hp.iso())
print(hp.idset([a, b]).count, hp.idset(x for x in (a, a)).count, hp.iso([a, b]).count)
print(hp.iso(a).theone is a, hp.iso(h).count)
