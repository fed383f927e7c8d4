# [ours] Statistics in files.
import os, tempfile
from guppy import hpy

hp = hpy()


class A:
    pass


class B:
    pass


h = hp.iso(*[A() for i in range(8)], *[B() for i in range(2)], "text", 5)
name = os.path.join(tempfile.mkdtemp(), "dump.hpy")
h.dump(name)
h.bytype.stat.dump(name)
hide = ("size", "timemade")
for line in open(name):
    head, _, rest = line.strip().partition(": ")
    if head == ".r":
        count, size, kind = rest.split(" ", 2)
        rest = f"{count} # {kind}"
    print(head, "#" if head.strip(".") in hide else rest)
back = hp.load(name)
print(str(back) == str(h), back.count, back.size == h.size, len(back))
print([stat.kindheader for stat in hp.loadall(name)])
print((back - h.stat).count, (h.stat - back).size)
with open(name, "w") as f:
    h.dump(f)
print(hp.load(open(name)).count)
open(name, "w").write("nonsense\n")
try:
    hp.load(name)
except ValueError as e:
    print("ValueError", str(e).replace(name, "FILE"))
os.remove(name)
os.rmdir(os.path.dirname(name))
