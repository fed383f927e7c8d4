"""Reference patterns: a tree of the kinds that refer to a set, and to those in turn."""

import sys
from itertools import count

import _explore
from guppy.heapy.Printer import Pages

# Kinds at which a pattern stops: what they are named by says where they are.
_ENDS = ("dict of module", "dict of type", "module", "type", "types.FrameType", "types.CodeType")
_BREADTH = 10
_WIDTH = 80


class ReferencePattern:
    """Lines of (letters of the way, mark, set); rows are found as they are asked for."""

    def __init__(self, of, depth, er):
        self._of = of.by(er)
        self._depth = depth
        self._lines = []
        self._rest = self._walk()

    def _walk(self):
        seen = []
        work = [("", self._of)]
        while work:
            way, part = work.pop()
            known = next((i for i, old in enumerate(seen) if old == part), None)
            kind = part.byclodo.kind.brief
            seen.append(part)
            if known is not None:
                yield way, f"^ {known}", part
            elif way and kind in _ENDS:
                yield way, "S", part
            elif len(way) >= self._depth:
                yield way, "+", part
            else:
                yield way, "-", part
                parts = part.referrers.by(self._of._by)
                letters = [chr(ord("a") + i) for i in range(min(len(parts), _BREADTH))]
                work += [(way + letter, parts[i]) for i, letter in reversed(list(enumerate(letters)))]

    def _line(self, index):
        while len(self._lines) <= index:
            line = next(self._rest, None)
            if line is None:
                return None
            self._lines.append(line)
        way, mark, part = self._lines[index]
        head = f"{index:2}: {_short(way) or '_'} "
        column = 10 + len(way)
        fill = " " if index % 2 else "-"
        head += fill * (column - 1 - len(head)) + " "
        head += f"[{mark}] "
        return head + part._brief(_WIDTH - len(head))

    def __getitem__(self, index):
        if index < 0 or self._line(index) is None:
            raise IndexError(index)
        return self._lines[index][2]

    def __getattr__(self, name):
        # A way in the letters of its line, as in `rp.a2b`.
        index = 0
        while (line := self._line(index)) is not None:
            if name == (_short(self._lines[index][0]) or "_"):
                return self._lines[index][2]
            index += 1
        raise AttributeError(name)

    def _page(self, start, all=False):
        lines = ["Reference Pattern by <%s>." % ("[dict of] class" if self._of._by == "Clodo" else self._of._by.lower())]
        if start:
            lines = []
        for index in count(start) if all else range(start, start + 10):
            line = self._line(index)
            if line is None:
                return "\n".join(lines)
            lines.append(line)
        if self._line(start + 10) is not None:
            lines.append("<Type e.g. '_.more' for more.>")
        return "\n".join(lines)

    def __str__(self):
        return self._page(0)

    __repr__ = __str__

    @property
    def more(self):
        return Pages(self._page, 10, 0, lambda start, length: start + 10, self._whole)

    @property
    def all(self):
        return Pages(self._whole, 0, 0)

    def _whole(self, start):
        return self._page(start, True)


def _short(way):
    """A way with a letter that stands three times or more written with a number."""
    out = ""
    while way:
        run = len(way) - len(way.lstrip(way[0]))
        out += way[0] * run if run < 3 else f"{way[0]}{run}"
        way = way[run:]
    return out


_explore.hide(sys.modules[__name__])
