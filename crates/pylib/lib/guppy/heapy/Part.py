"""Statistics of partitions without their objects: they can be stored, loaded and subtracted."""

import sys
import time

import _explore
from guppy.heapy.Printer import Pages, next_page


class StatRow:
    """A row of statistics."""

    __slots__ = ("index", "count", "size", "cumulsize", "name")

    def __init__(self, index, count, size, cumulsize, name):
        self.index = index
        self.count = count
        self.size = size
        self.cumulsize = cumulsize
        self.name = name


class Stat:
    """Counts and sizes by kind. `rows` is a list of (count, size, kind)."""

    def __init__(self, kindheader, rows, timemade=None):
        self.kindheader = kindheader
        self.rows = rows
        self.timemade = time.time() if timemade is None else timemade
        self.count = sum(row[0] for row in rows)
        self.size = sum(row[1] for row in rows)
        self.numrows = len(rows)

    def __len__(self):
        return len(self.rows)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return Stat(self.kindheader, self.rows[index], self.timemade)
        return Stat(self.kindheader, [self.rows[index]], self.timemade)

    def __sub__(self, other):
        if not isinstance(other, Stat):
            return NotImplemented
        return Difference(self, other)

    diff = __sub__

    def get_rows(self):
        """The rows as objects with names."""
        sum = 0
        for index, (count, size, name) in enumerate(self.rows):
            sum += size
            yield StatRow(index, count, size, sum, name)

    def _page(self, start, all=False):
        return _explore.rows_table(self.kindheader, self.rows, start, all)

    def __str__(self):
        return self._page(0)

    __repr__ = __str__

    @property
    def more(self):
        length = len(self)
        text = lambda start: self._page(start) if start < length else ""
        return Pages(text, next_page(0, length), length, whole=self._whole)

    @property
    def all(self):
        return Pages(self._whole, 0, len(self))

    def _whole(self, start):
        return self._page(start, True)

    def dump(self, file, mode="a"):
        """Writes the statistics to a file, at its end unless `mode` says otherwise."""
        if not hasattr(file, "write"):
            with open(file, mode) as opened:
                return self.dump(opened)
        head = {
            "loader": "_load_stat",
            "format": "SetFormat",
            "timemade": self.timemade,
            "count": self.count,
            "size": self.size,
            "kindname": "",
            "kindheader": self.kindheader,
            "numrows": len(self.rows),
        }
        for name, value in head.items():
            file.write(f".{name}: {value}\n")
        for count, size, kind in self.rows:
            file.write(f".r: {count} {size} {kind}\n")
        file.write(".end: .loader: _load_stat\n")


class Difference(Stat):
    """What one statistic has more than another, by kind."""

    def __init__(self, a, b):
        self.a = a
        self.b = b
        before = {kind: (count, size) for count, size, kind in b.rows}
        rows = []
        for count, size, kind in a.rows:
            old_count, old_size = before.pop(kind, (0, 0))
            if count != old_count or size != old_size:
                rows.append((count - old_count, size - old_size, kind))
        rows += [(-count, -size, kind) for kind, (count, size) in before.items()]
        rows.sort(key=lambda row: (-abs(row[1]), -row[1], row[2]))
        super().__init__(a.kindheader, rows)

    def _percent(self, size):
        return size * 100.0 / self.b.size if self.b.size else float(size and "inf")

    def _page(self, start, all=False):
        lines = []
        if start == 0:
            lines += [
                "Summary of difference operation (A-B).",
                "        Count     Size",
                f"  A   {self.a.count:7} {self.a.size:8}",
                f"  B   {self.b.count:7} {self.b.size:8}",
                f"  A-B {self.count:7} {self.size:8}  = {self._percent(self.size):9.3g} % of B",
            ]
            if self.rows:
                lines += ["", "Differences by kind, largest absolute size diffs first."]
        if start < len(self.rows):
            lines.append(f" Index  Count     Size  Cumulative  % of B {self.kindheader}")
        left = len(self.rows) - start
        end = len(self.rows) if all or left <= 11 else start + 10
        size = sum(row[1] for row in self.rows[:start])
        for index, row in enumerate(self.rows[start:end], start):
            size += row[1]
            lines.append(f"{index:6} {row[0]:6} {row[1]:8} {size:9} {self._percent(size):9.3g} {row[2]}")
        if end < len(self.rows):
            lines.append(f"<{len(self.rows) - end} more rows. Type e.g. '_.more' to view.>")
        return "\n".join(lines)


def _load_one(lines, file):
    """The statistics that begin at the next line; none at the end."""
    head = {}
    rows = []
    for line in lines:
        name, _, value = line.rstrip("\n").partition(": ")
        if not head and name != ".loader":
            raise ValueError(f"Format error in {file!r}: no initial .loader directive.")
        if not head and value != "_load_stat":
            raise ValueError(f"Format error in {file!r}: no such loader: {value!r}.")
        if name == ".end":
            return Stat(head["kindheader"], rows, float(head["timemade"]))
        if name == ".r":
            count, size, kind = value.split(" ", 2)
            rows.append((int(count), int(size), kind))
        elif name.startswith("."):
            head[name.strip(".:")] = value
        elif name:
            raise ValueError(f"Format error in {file!r}: statistics expected, got {line!r}")
    if head:
        raise ValueError(f"Format error in {file!r}: the statistics have no end.")
    return None


def load_all(file):
    """The statistics in a file, one after another."""
    if not hasattr(file, "read"):
        with open(file) as opened:
            yield from _load_from(opened, file)
    else:
        yield from _load_from(file, getattr(file, "name", file))


def _load_from(opened, name):
    lines = iter(opened)
    while (stat := _load_one(lines, name)) is not None:
        yield stat


_explore.hide(sys.modules[__name__])
