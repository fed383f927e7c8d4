# [ours] Divided by the relations to what refers to the objects.
from guppy import hpy

hp = hpy()


class A:
    pass


class S:
    __slots__ = ("slot",)


def labels(x):
    lines = str(x).split("\n")
    print(lines[1].split("% ")[-1])
    for line in sorted(lines[2:]):
        print("   ", line[6:13].strip() or "-", "|", line[45:])


def make():
    def closure(v):
        return lambda: v

    objects = [A() for i in range(12)]
    a, b, c, d, e, f, g, h, i, j, k, l = objects
    keep = [[a, b], (c,), {"key": d}, {5: e}, {f: 1}, {g}, closure(h), slice(i), property(j)]
    holder = A()
    holder.attribute = k
    slotted = S()
    slotted.slot = l
    return hp.iso(*objects), keep, holder, slotted


h, *keep = make()
labels(h.byvia)
print(len(h.byvia))
both = [h.byid[0].theone] * 2
