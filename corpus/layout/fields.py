# [ours] The fields of objects in memory: offsets follow the header, which is two words longer under trace-refs.
import ctypes
import sys
import theseus
from theseus import layout

links = 16 if hasattr(sys, "getobjects") else 0


def show(x):
    rows = layout(x)
    end = 0
    for name, offset, size, kind in rows:
        assert offset == end, (name, offset, end)
        end = offset + size
        if kind == "link":
            continue
        print(f"{offset - links:4} {size:3} {kind:9} {name}")
    print("bytes:", end - links, end == sys.getsizeof(x) or type(x).__name__)


class A:
    def __init__(self):
        self.x, self.y = 1, 2

    def method(self):
        pass


class S:
    __slots__ = ("p", "q")


print([f.name for f in layout(5)][-4:], layout(5).__class__.__name__, type(layout(5)[0]))
for x in (5, 2.5, b"abc", b"a", (1, 2), "né", [1, 2], None):
    print(type(x).__name__)
    show(x)
a, s = A(), S()
closure = (lambda v: lambda: v)(a)
for x in (a.method, a.__sizeof__, len, closure.__closure__[0], S.p, slice(1, 2), A.method):
    print(type(x).__name__)
    show(x)
print("attributes", [(f.name, f.kind) for f in layout(a) if f.offset >= 16 + links][:3])
print("slots", [(f.name, f.kind) for f in layout(s) if f.offset >= 16 + links])
self_at = {f.name: f.offset for f in layout(a.method)}["__self__"]
print(self_at == {f.name: f.offset for f in layout(a.__sizeof__)}["__self__"] == (40 if links else 24))
print(layout.__module__, layout.__name__, "layout" in dir(theseus))
text = repr(layout(2.5))
print(text.splitlines()[0], len(text.splitlines()) - (2 if links else 0))
print(ctypes.py_object.from_address(id(a.method.__func__) + 8 + links).value)
