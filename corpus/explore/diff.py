# [ours] Differences of statistics.
from guppy import hpy

hp = hpy()


class A:
    pass


class B:
    pass


class C:
    pass


def number(word):
    return word.lstrip("-").replace(".", "").isdigit()


def words(x):
    """The lines without sizes, which differ from layout to layout."""
    for line in str(x).split("\n"):
        parts = line.split()
        keep = 2 if parts and number(parts[0]) else 1
        shown = [i for i, word in enumerate(parts) if number(word)][:keep]
        print(" ".join(word for i, word in enumerate(parts) if i in shown or not number(word)))


one = hp.iso(*[A() for i in range(8)], *[B() for i in range(2)])
two = hp.iso(*[A() for i in range(3)], *[C() for i in range(2)])
words(one.diff(two))
words(two.diff(one))
words(one.stat - one.stat)
print(len(one.diff(two)), one.diff(two).count, one.diff(two).size == one.size - two.size)
print([(row.index, row.count, row.name) for row in one.diff(two).get_rows()])
print(one.stat.count, len(one.stat), one.stat.size == one.size, one.stat[0].count, one.stat.kindheader)
print(str(one.stat) == str(one), str(one.bytype.stat) == str(one.bytype))
