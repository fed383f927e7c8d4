"""What `theseus run --guard-stats` prints when the program has ended."""

import atexit
import gc
import sys

import _guards

_COLUMNS = ("opt", "strategy", "state", "hits", "misses", "respecialised", "cause")


def _codes():
    """Every code object that can be reached: those of functions and frames, and what is nested in them."""
    waiting, known = [], set()
    for o in gc.get_objects():
        kind = type(o).__name__
        if kind == "function":
            waiting.append(o.__code__)
        elif kind == "code":
            waiting.append(o)
    frame = sys._getframe()
    while frame is not None:
        waiting.append(frame.f_code)
        frame = frame.f_back
    while waiting:
        code = waiting.pop()
        if id(code) not in known:
            known.add(id(code))
            yield code
            waiting += [const for const in code.co_consts if type(const) is type(code)]


def _rows():
    """The sites that were used, the busiest first: place and figures."""
    rows = []
    for code in _codes():
        if code.co_filename == tell.__code__.co_filename:
            continue
        for site in _guards.sites(code):
            if site["hits"] or site["misses"]:
                place = f"{code.co_filename}:{site['line']}:{site['column']}"
                values = [site[name] for name in _COLUMNS]
                rows.append((place, *("" if value is None else str(value) for value in values)))
    return sorted(rows, key=lambda row: (-int(row[4]) - int(row[5]), row))


def tell():
    """Prints totals and sites on stderr."""
    totals = _guards.totals()
    out = [", ".join(f"{name} {n}" for name, n in totals.items())]
    rows = [("site", *_COLUMNS), *_rows()]
    widths = [max(map(len, column)) for column in zip(*rows)]
    for row in rows:
        out.append("  ".join(cell.ljust(width) for cell, width in zip(row, widths)).rstrip())
    print(*out, sep="\n", file=sys.stderr)


def tell_at_exit():
    atexit.register(tell)
