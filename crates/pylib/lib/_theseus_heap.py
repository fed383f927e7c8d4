"""The part of the module `theseus` that looks at the heap."""

import sys

import _explore
from _explore import graph
from guppy.heapy.UniSet import IdentitySet

__all__ = ["graph", "growth", "path_to_root", "show_growth"]

_peaks = {}


def growth(limit=10):
    """Kinds of which there are more objects than ever before: (kind, count, how many more).

    The largest growth comes first; `limit` None gives all.
    """
    rows = []
    for count, _, kind in IdentitySet(_explore.heap(False)).stat.rows:
        if count > _peaks.get(kind, 0):
            rows.append((kind, count, count - _peaks.get(kind, 0)))
            _peaks[kind] = count
    rows.sort(key=lambda row: (-row[2], row[0]))
    return rows if limit is None else rows[:limit]


def show_growth(limit=10, file=None):
    """Prints what has grown since the last call."""
    rows = growth(limit)
    width = max((len(kind) for kind, _, _ in rows), default=0)
    for kind, count, more in rows:
        print(f"{kind:<{width}}{count:9}{more:+10}", file=file)


def path_to_root(o):
    """One shortest way by which the program reaches an object, in words; None if it does not."""
    for path in IdentitySet(_explore.iso(o)).sp:
        return _words(path)
    return None


def _words(path):
    text = ""
    relations = iter(path.path[1::2])
    for relation in relations:
        if relation.r == "i0_modules" and not text:
            text = str(next(relations).r)
        elif relation.code == 1 and relation.r == "__dict__":
            entry = next(relations, None)
            if entry is None:
                return text + ".__dict__"
            named = entry.code == 2 and isinstance(entry.r, str) and entry.r.isidentifier()
            text = f"{text}.{entry.r}" if named else entry.stra(text + ".__dict__")
        else:
            text = relation.stra(text).lstrip(".")
    return text


_explore.hide(sys.modules[__name__])
