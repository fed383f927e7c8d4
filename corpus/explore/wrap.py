# [ours] Long words of a row go on in further lines.
from guppy import hpy

hp = hpy()


def holders(*names):
    held = object()
    keep = [type(n, (), {"__slots__": ("v",)})() for n in names]
    for k in keep:
        k.v = held
    return hp.iso(held), keep


for names in (["A" * 10, "B" * width] for width in range(22, 28)):
    x, keep = holders(*names)
    print("\n".join(line[45:] if line[:45].strip() == "" else line[45:] for line in str(x.byrcs).split("\n")[2:]))
x, keep = holders("X" * 70, "Y")
for line in str(x.byrcs).split("\n")[2:]:
    print(len(line), line[45:])
x, keep = holders(*["K%02d" % i for i in range(30)])
for line in str(x.byrcs).split("\n")[2:]:
    print(len(line), line[45:])
