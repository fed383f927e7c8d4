# [ours] The text of tables, column by column; numbers are blotted out, for sizes are ours.
import re
from guppy import hpy

hp = hpy()


def shape(text):
    """Every run of spaces and digits as long as columns are, as hashes."""
    text = re.sub(r"Total size = \d+", "Total size = #", str(text))
    return re.sub(r"(?m)^[ \d.]{30,}", lambda m: "#" * len(m.group()), text)


classes = [type("C%02d" % i, (), {"__slots__": ()}) for i in range(35)]
for n in 1, 2, 10, 11, 12, 21, 22, 23, 35:
    h = hp.iso(*[c() for c in classes[:n]])
    print(n)
    print(shape(h))
    print(shape(h.more))
    print(shape(h.more.more))
    print(shape(h.more.more.more), "end")
print(shape(h.all))
print(shape(hp.iso(*range(1000, 1011)).byid))
print(shape(hp.iso(*range(1000, 1012)).byid))
print(shape(hp.iso(*range(1000, 1012)).byid.more))
print(shape(hp.iso(*range(1000, 1025)).byid.more))
print(shape(hp.iso(*range(1000, 1025)).byid.more.more))
print(repr(h[0])[:34], str(h[0]) == repr(h[0]))
