"""What `theseus run --guard-stats` prints when the program has ended."""

import atexit
import gc
import sys

import _guards

_COLUMNS = ("opt", "strategy", "state", "hits", "misses", "respecialised", "cause")


def _rows():
    """The sites that were used, the busiest first: place and figures."""
    rows = []
    for code in gc.get_objects():
        if type(code).__name__ != "code":
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
