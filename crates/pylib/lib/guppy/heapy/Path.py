"""Paths between objects: relations, and the lists of shortest paths."""

import sys

import _explore
from guppy.heapy.Printer import Pages


class R_IDENTITY:
    code = 0


class R_ATTRIBUTE:
    code = 1
    form = "{}.{}"


class R_INDEXVAL:
    code = 2
    form = "{}[{!r}]"


class R_INDEXKEY:
    code = 3
    form = "{}.keys()[{}]"


class R_INTERATTR:
    code = 4
    form = "{}->{}"


class R_HASATTR:
    code = 5
    form = "{}.{}"


class R_LOCAL_VAR:
    code = 6
    form = "{}.f_locals[{!r}]"


class R_CELL:
    code = 7
    form = "{}.cell({})"


class R_STACK:
    code = 8
    form = "{}.stack[{}]"


class R_INSET:
    code = 9
    form = "list({})[{}]"


class R_RELSRC:
    code = 10
    form = "{}.{}"


class R_LIMIT:
    code = 11


class R_NORELATION:
    code = -1
    form = "{}.??"


class RelationBase:
    """A relation between two objects; `r` is what it is about: a name, an index or a key."""

    __slots__ = ("r",)

    def __init__(self, r):
        self.r = r

    def stra(self, a, safe=True):
        """The relation behind the words `a` for the object that it starts from."""
        if self.code == 2:
            return f"{a}[{_explore.short_repr(self.r) if safe else repr(self.r)}]"
        return self.form.format(a, self.r)

    def __str__(self):
        return self.stra("%s")


_BASED = {}
for _base in (R_ATTRIBUTE, R_INDEXVAL, R_INDEXKEY, R_INTERATTR, R_LOCAL_VAR, R_STACK, R_INSET, R_NORELATION):
    _name = "Based_" + _base.__name__
    # In the namespace, too: what is there belongs to the explorer.
    globals()[_name] = _BASED[_base.__name__[2:]] = type(
        _name, (_base, RelationBase), {"__module__": __name__, "__slots__": ()}
    )


class _Contents(R_ATTRIBUTE, R_INTERATTR, RelationBase):
    """What a cell holds: an attribute to some, internal to others."""

    __slots__ = ()


_Contents.__name__ = _Contents.__qualname__ = "Based_R_ATTRIBUTE"
_BASED["CELL_CONTENTS"] = _Contents


class Path:
    """One path: `path` has sets of one object and relations by turns."""

    def __init__(self, paths, index, edges):
        self.index = index
        self.path = path = []
        for edge in edges:
            source, relation, r, target = _explore.edge(paths._paths, edge)
            if not path:
                path.append(paths._set(source))
            path += [_BASED[relation](r), paths._set(target)]
        self.src = path[0]
        self.tgt = path[-1]
        self.strprefix = "%s"

    def stra(self, a, safe=True):
        """The path behind the words `a` for the object that it starts from."""
        for relation in self.path[1::2]:
            a = relation.stra(a, safe)
        return a

    def __str__(self):
        return self.stra("%s")

    def __repr__(self):
        return repr(str(self))


class ShortestPaths:
    """Paths of the same length, found as they are asked for."""

    def __init__(self, paths, make, source=None, again=None):
        self._paths = paths
        self._make = make
        # Looks for other paths, which avoid steps of some levels of these.
        self._again = again
        # What paths start from in words; else each names its own object.
        self._source = source
        self.numpaths = _explore.count_paths(paths)
        self.maxpaths = 10

    def _set(self, native):
        return self._make(native)

    def __iter__(self):
        work = [[edge] for edge in reversed(_explore.starts(self._paths))]
        index = 0
        while work:
            edges = work.pop()
            onward = _explore.follow(self._paths, edges[-1])
            if onward:
                work += [edges + [edge] for edge in reversed(onward)]
            else:
                yield Path(self, index, edges)
                index += 1

    def __getitem__(self, index):
        if index < 0:
            index += self.numpaths
        for path in self:
            if path.index == index:
                return path
        raise IndexError

    def avoided(self, *levels):
        """The shortest paths without the steps that those here take at some levels, the first of which is 0."""
        length = len(self[0].path) // 2 if self.numpaths else 0
        if any(not -length <= level < length for level in levels):
            raise IndexError("tuple index out of range")
        if self._again is None:
            raise ValueError("there are no other paths of one step")
        return self._again([(self._paths, level % length) for level in levels])

    def aslist(self):
        return list(self)

    def _lines(self, start):
        for path in self:
            if path.index >= start:
                source = self._source or path.src.brief
                yield f"{path.index:2}: {path.stra(source)}"

    def _page(self, start, all=False):
        lines = []
        for line in self._lines(start):
            if not all and len(lines) == self.maxpaths:
                lines.append(f"<... {self.numpaths - start - self.maxpaths} more paths ...>")
                break
            lines.append(line)
        return "\n".join(lines) if lines or not start else "<No more paths>"

    def _whole(self, start):
        return self._page(start, True)

    def __str__(self):
        return self._page(0)

    __repr__ = __str__

    @property
    def all(self):
        return Pages(self._whole, 0, self.numpaths)

    @property
    def more(self):
        step = self.maxpaths
        page = lambda start, length: min(start + step, length)
        return Pages(self._page, step, self.numpaths, page, self._whole)


_explore.hide(sys.modules[__name__])
