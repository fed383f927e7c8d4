# [ours] [when] What cannot be reached is not in the heap.
import gc
from guppy import hpy

hp = hpy()
gc.disable()


class A:
    pass


def cycle():
    a, b = A(), A()
    a.other, b.other = b, a
    a.payload = [A(), A()]


before = (hp.heap() & A).count
cycle()
print((hp.heap() & A).count - before)
print(sorted((count, kind) for count, size, kind in hp.heapu().rows if "__main__" in kind))
gc.collect()
print(sorted((count, kind) for count, size, kind in hp.heapu().rows if "__main__" in kind))
kept = [A()]
kept.append(kept)
print((hp.heap() & A).count)
