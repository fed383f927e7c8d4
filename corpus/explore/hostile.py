# [ours] [slow] Objects that fight back: the explorer runs none of their code but what prints keys.
from guppy import hpy
import sys

hp = hpy()


class Bad:
    def __eq__(self, other):
        raise RuntimeError("eq")

    def __hash__(self):
        return 1

    def __getattribute__(self, name):
        raise RuntimeError("getattribute " + name)

    def __len__(self):
        raise RuntimeError("len")

    def __bool__(self):
        raise RuntimeError("bool")


class Meta(type):
    def __getattribute__(cls, name):
        raise RuntimeError("meta " + name)


bad = Bad()
h = hp.iso(bad, bad)
print(h.count, h.kind, bad in h, h.theone is bad, (h & Bad).count)
holder = [bad, {bad: 1}]
print(sorted(p.kind.brief for p in h.referrers.parts))
x = hp.iso(holder)
print(x.domisize > 0, hp.heap().count > 100, h.sp.numpaths)
str(h), str(h.byid), str(h.byvia), str(h.byrcs), str(h.rp), str(hp.heap().byvia)


class Name(metaclass=Meta):
    pass


print(hp.iso(Name).count, hp.iso(type.__call__(Name)).count)


class BadRepr:
    def __repr__(self):
        raise RuntimeError("repr")

    def __hash__(self):
        return 2


d = {BadRepr(): h, "k": bad}
held = [1]
d = {BadRepr(): held}
print(hp.iso(held).pathsin.numpaths, str(hp.iso(held).byvia).count("\n") > 1)
try:
    str(hp.iso(held).pathsin)
except RuntimeError as e:
    print(e)
deep = []
for i in range(200_000):
    deep = [deep]
print(hp.iso(deep).dominos.count)
nested = (1,)
for i in range(10_000):
    nested = (nested,)
key = {nested: [2]}
str(hp.iso(key[nested]).byvia)
print(hp.iso(key[nested]).referrers.count)
big = {i: [i] for i in range(20_000)}
for i in range(0, 20_000, 2):
    del big[i]
print(hp.iso(big[9999]).pathsin)
wide = {str(i) for i in range(5000)}
print(hp.iso(*wide).byvia.count, hp.iso(wide).dominos.count)


class Del:
    def __del__(self):
        print("deleted")


print(hp.iso(Name.__dict__ if False else type.__dict__["__dict__"].__get__(Name)).kind)
s = hp.iso(Del())
print(s.count)
s = None
while_iterating = {}
for i in range(10):
    while_iterating[i] = hp.heap().count
counts = list(while_iterating.values())
print(0 <= counts[-1] - counts[0] <= 40)
