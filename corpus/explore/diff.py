# [ours] Differences of statistics.
from guppy import hpy

hp = hpy()


class A:
    pass


class B:
    pass


class C:
    pass


def words(x):
    """The lines without sizes."""
    for line in str(x).split("\n"):
        print(" ".join(word for word in line.split() if not (word.strip("-").replace(".", "").isdigit() and len(word) > 2)))


one = hp.iso(*[A() for i in range(8)], *[B() for i in range(2)])
two = hp.iso(*[A() for i in range(3)], *[C() for i in range(2)])
words(one.diff(two))
words(two.diff(one))
words(one.stat - one.stat)
print(len(one.diff(two)), one.diff(two).count, one.diff(two).size == one.size - two.size)
print([(row.index, row.count, row.name) for row in one.diff(two).get_rows()])
print(one.stat.count, len(one.stat), one.stat.size == one.size, one.stat[0].count, one.stat.kindheader)
print(str(one.stat) == str(one), str(one.bytype.stat) == str(one.bytype))
