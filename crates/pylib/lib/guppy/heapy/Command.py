"""What the command `theseus heap` does to the program that it runs."""

import sys

import _explore
from _theseus_moment import Moment, complain


def _report(format, output):
    """Writes the report; says whether it could."""
    from guppy.heapy.UniSet import IdentitySet

    heap = IdentitySet(_explore.heap(False))
    if format == "text":
        text = f"{heap.all}\n"
    elif format == "json":
        text = _explore.rows_json(heap.stat.kindheader, heap.stat.rows)
    else:
        text = getattr(_explore.kind_graph(16), format)()
    try:
        if output is None:
            sys.stdout.write(text)
            sys.stdout.flush()
        else:
            with open(output, "w", encoding="utf-8") as file:
                file.write(text)
    except OSError as e:
        complain(f"cannot write the report: {e}")
        return False
    return True


def watch(file, line, format, output):
    """Reports on the heap before a line of a file is first run, or at the end.

    What is given is to be called when the program has ended.
    """
    if line is not None:
        return Moment(file, line, lambda frame: _report(format, output)).ended

    def ended():
        if not _report(format, output):
            raise SystemExit(1)

    return ended


_explore.hide(sys.modules[__name__])
