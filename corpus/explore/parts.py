# [ours] Parts of a partition by index and slice: rows remember their place.
from guppy import hpy

hp = hpy()


class A:
    pass


class B:
    __slots__ = ("p", "q", "r", "s", "t", "u", "v", "w")


class C:
    __slots__ = tuple("abcdefghijklmnopqrstuvwx")


h = hp.iso(*[A() for i in range(2)], *[B() for i in range(7)], *[C() for i in range(9)], 5)


def rows(x):
    print([(line.split()[0], line.split()[1], line.split()[-1]) for line in str(x).split("\n")[2:]])


rows(h)
rows(h[0])
rows(h[1])
rows(h[-1])
rows(h[1:3])
rows(h[1:])
rows(h[:2])
rows(h[1:3][1])
rows(h[2][0])
rows(h[2].byclodo)
rows(h[2].bytype)
rows(h[2] | h[0])
rows(h[1] & h)
print(h[3:1], h[9:])
print(len(h.parts), [p.count for p in h.parts], sum(p.count for p in h.parts) == h.count)
print([str(p.kind) for p in h.parts], h.size == sum(p.size for p in h.parts))
print(h.byid.count, h.byid[0].count, h.byid[0].byclodo.kind, h.byid[1:3].count, h.byid[-1].byclodo.kind)
print(str(h.byid[0].kind) == f"<id {id(h.byid[0].theone):#x}>", (h & h.byid[0].kind).count)
for bad in 4, -5, 99:
    try:
        h[bad]
    except IndexError as e:
        print(e)
