# [ours] A reference point: later views show what was made since.
import gc, weakref
from guppy import hpy

hp = hpy()


class A:
    pass


class B:
    pass


old = A()
hp.setref()
new = [A() for i in range(30)]
h = hp.heap()


def counts(x):
    print([(p.count, p.kind.brief) for p in sorted(x.parts, key=lambda p: p.kind.brief) if p.kind.brief != "types.FrameType"])


counts(h)
more = [B() for i in range(5)]
counts(hp.heap() - h)
counts(hp.heap() & B)
# It keeps nothing alive.
h = None
gone = weakref.ref(old)
del old
print(gone() is None)
hp.setrelheap()
counts(hp.heap())
new.append(A())
new[-1].x = B()
counts(hp.heap())
print((hpy().heap() & A).count)
