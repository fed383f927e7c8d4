"""What the command `theseus heap` does to the program that it runs."""

import atexit
import sys

import _explore


def _report(format, output):
    from guppy.heapy.UniSet import IdentitySet

    heap = IdentitySet(_explore.heap(False))
    if format == "text":
        text = f"{heap.all}\n"
    elif format == "json":
        text = _explore.rows_json(heap.stat.kindheader, heap.stat.rows)
    else:
        text = getattr(_explore.kind_graph(16), format)()
    if output is None:
        sys.stdout.write(text)
        sys.stdout.flush()
    else:
        with open(output, "w", encoding="utf-8") as file:
            file.write(text)


def watch(file, line, format, output):
    """Reports on the heap before a line of a file is first run, or at the end."""
    if line is None:
        atexit.register(_report, format, output)
        return

    def never():
        print(f"theseus: line {line} was never reached", file=sys.stderr)

    def local(frame, event, arg):
        if event == "line" and frame.f_lineno == line:
            sys.settrace(None)
            frame.f_trace = None
            atexit.unregister(never)
            _report(format, output)
            return None
        return local

    def trace(frame, event, arg):
        return local if frame.f_code.co_filename == file else None

    atexit.register(never)
    sys.settrace(trace)


_explore.hide(sys.modules[__name__])
