# [ours] Divided by the kinds of what refers to the objects.
from guppy import hpy

hp = hpy()


class A:
    pass


def labels(x):
    lines = str(x).split("\n")
    print(lines[1].split("% ")[-1])
    for line in lines[2:]:
        print("   ", line[6:13].strip() or "-", "|", line[45:])


def make():
    a, b, c, d, e, f = [A() for i in range(6)]
    keep = [b, [c], (d,), {1: e}, {f}]
    keep.append(A())
    keep[-1].x = c
    keep[-1].y = b
    return [hp.iso(a, b, c, d, e, f), keep]


h, keep = make()
labels(h.byrcs)
print(len(h.byrcs), h.byrcs[0].byclodo.kind)
print(h.byrcs.kind)
