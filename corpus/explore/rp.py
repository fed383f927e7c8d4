# [ours] Reference patterns: a tree of who refers.
import re
from guppy import hpy

hp = hpy()


class A:
    pass


def show(x):
    print(re.sub("0x[0-9a-f]+", "AT", str(x)))


b = A()
b.t = (1, [A()])
e = [A() for i in range(5)]
show(hp.iso(b).rp)
show(hp.iso(e).rp)
show(hp.iso(e[0]).rp)
show(hp.iso(b.t[1][0]).rp)
show(hp.iso(*e).rp)
show(hp.iso(e[0]).get_rp(1))
cycle = [A()]
cycle.append(cycle)
show(hp.iso(cycle).rp)
