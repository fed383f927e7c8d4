"""Documentation that prints itself: of the interface, and of sets."""

import sys

import _explore


def columns(names, count=4, width=20):
    """Sorted names in columns, read downwards."""
    height = -(-len(names) // count)
    rows = [names[row::height] for row in range(height)]
    lines = ["".join(name.ljust(width) for name in row) for row in rows]
    return "\n".join(line if len(row) < count else line.rstrip() for line, row in zip(lines, rows))


class SetDoc:
    """What there is to ask of a set; an attribute is the documentation of that question."""

    def __init__(self, of):
        self._of = of

    def __getattr__(self, name):
        return Text(getattr(self._of, name).__doc__ or "")

    def __str__(self):
        return columns(sorted(name for name in dir(self._of) if not name.startswith("_")))

    __repr__ = __str__


class UseDoc(SetDoc):
    """The same of the interface."""

    def __str__(self):
        names = sorted({*self._of.relations, *(n for n in dir(self._of) if not n.startswith("_"))} - {"relations"})
        return (
            "Top level interface to Heapy. Available attributes:\n"
            + columns(names)
            + "\nUse eg: hp.doc.<attribute> for info on <attribute>."
        )

    __repr__ = __str__


class Text(str):
    """Text that is shown as it is."""

    __repr__ = str.__str__


_explore.hide(sys.modules[__name__])
