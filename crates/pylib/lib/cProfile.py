"""A profiler: how often functions are called, and how long they take."""

import marshal
import sys
import time
from collections import namedtuple

__all__ = ["run", "runctx", "Profile"]


profiler_subentry = namedtuple("profiler_subentry", "code callcount reccallcount totaltime inlinetime")
profiler_entry = namedtuple("profiler_entry", (*profiler_subentry._fields, "calls"))


def run(statement, filename=None, sort=-1):
    """Run a statement under the profiler; print the statistics, or save them to a file."""
    import __main__
    runctx(statement, __main__.__dict__, __main__.__dict__, filename, sort)


def runctx(statement, globals, locals, filename=None, sort=-1):
    """As `run`, with given namespaces."""
    profiler = Profile()
    try:
        profiler.runctx(statement, globals, locals)
    except SystemExit:
        pass
    finally:
        if filename is None:
            profiler.print_stats(sort)
        else:
            profiler.dump_stats(filename)


def _key_of_code(code):
    return code.co_filename, code.co_firstlineno, code.co_name


def _key_of_native(function):
    """Natives have no place, but a description."""
    owner = getattr(function, "__self__", None)
    name = getattr(function, "__name__", "?")
    if owner is None or isinstance(owner, type(sys)):
        module = getattr(function, "__module__", None) or getattr(owner, "__name__", None)
        return "~", 0, f"<built-in method {module}.{name}>" if module else f"<built-in method {name}>"
    if isinstance(owner, type):
        return "~", 0, f"<built-in method {name}>"
    return "~", 0, f"<method {name!r} of {type(owner).__name__!r} objects>"


class _Call:
    """A call that is under way."""

    __slots__ = ("key", "start", "inner", "caller")

    def __init__(self, key, start, caller):
        self.key, self.start, self.inner, self.caller = key, start, 0.0, caller


class Profile:
    """A profiler object; between `enable` and `disable` it counts."""

    def __init__(self, timer=None, timeunit=0.0, subcalls=True, builtins=True):
        unit = timeunit or 1
        self._timer = time.perf_counter if timer is None else timer if unit == 1 else lambda: timer() * unit
        self._subcalls, self._builtins = subcalls, builtins
        self.stats = {}
        self.clear()

    def clear(self):
        """Forget all that was counted."""
        self._rows = {}       # by key: primitive calls, calls, own time, cumulative time, callers
        self._codes = {}      # by key, of Python's functions
        self._depth = {}      # by key, and by pair of caller and key: how many calls are under way
        self._top = None

    def enable(self, subcalls=True, builtins=True):
        """Begin to count."""
        self._subcalls, self._builtins = subcalls, builtins
        sys.setprofile(self._event)

    def disable(self):
        """Stop counting."""
        sys.setprofile(None)
        while self._top is not None:
            self._leave(self._timer())

    def _event(self, frame, event, arg):
        now = self._timer()
        if frame.f_code is _DISABLE:
            if event == "call":
                self._enter(("~", 0, "<method 'disable' of '_lsprof.Profiler' objects>"), now)
        elif event == "call":
            key = _key_of_code(frame.f_code)
            self._codes[key] = frame.f_code
            self._enter(key, now)
        elif event == "return":
            self._leave(now)
        elif self._builtins:
            if event == "c_call":
                self._enter(_key_of_native(arg), now)
            else:
                self._leave(now)

    def _enter(self, key, now):
        top = self._top
        self._top = _Call(key, now, top)
        depth = self._depth
        depth[key] = depth.get(key, 0) + 1
        if top is not None:
            pair = top.key, key
            depth[pair] = depth.get(pair, 0) + 1

    def _leave(self, now):
        call = self._top
        if call is None:
            return
        key, caller = call.key, call.caller
        self._top = caller
        total = now - call.start
        own = total - call.inner
        row = self._rows.get(key)
        if row is None:
            row = self._rows[key] = [0, 0, 0.0, 0.0, {}]
        self._count(row, key, own, total)
        if caller is not None:
            caller.inner += total
            if self._subcalls:
                numbers = row[4].setdefault(caller.key, [0, 0, 0.0, 0.0])
                self._count(numbers, (caller.key, key), own, total)

    def _count(self, row, key, own, total):
        row[1] += 1
        row[2] += own
        left = self._depth[key] = self._depth[key] - 1
        if not left:
            row[0] += 1
            row[3] += total

    def getstats(self):
        """The numbers of each function, as entries with entries of what it called."""
        def numbers(key, row):
            primitive, calls, own, total = row[:4]
            return self._codes.get(key, key[2]), calls, calls - primitive, total, own

        called = {}
        for key, row in self._rows.items():
            for caller, part in row[4].items():
                called.setdefault(caller, []).append(profiler_subentry(*numbers(key, part)))
        return [profiler_entry(*numbers(key, row), called.get(key)) for key, row in self._rows.items()]

    def create_stats(self):
        """Stop counting, and make `stats`."""
        self.disable()
        self.snapshot_stats()

    def snapshot_stats(self):
        """Make `stats`: by function, its calls, times and callers."""
        self.stats = {
            key: (primitive, calls, own, total,
                  {caller: (n[1], n[0], n[2], n[3]) for caller, n in callers.items()})
            for key, (primitive, calls, own, total, callers) in self._rows.items()
        }

    def print_stats(self, sort=-1):
        """Print the statistics."""
        import pstats
        if not isinstance(sort, tuple):
            sort = sort,
        pstats.Stats(self).strip_dirs().sort_stats(*sort).print_stats()

    def dump_stats(self, file):
        """Write the statistics to a file that `pstats.Stats` reads."""
        with open(file, "wb") as out:
            self.create_stats()
            marshal.dump(self.stats, out)

    def run(self, cmd):
        """Run a statement in `__main__` and count."""
        import __main__
        return self.runctx(cmd, __main__.__dict__, __main__.__dict__)

    def runctx(self, cmd, globals, locals):
        """Run a statement in given namespaces and count."""
        self.enable()
        try:
            exec(cmd, globals, locals)
        finally:
            self.disable()
        return self

    def runcall(self, func, /, *args, **kw):
        """Call a function and count; its value."""
        self.enable()
        try:
            return func(*args, **kw)
        finally:
            self.disable()

    def __enter__(self):
        self.enable()
        return self

    def __exit__(self, *exc_info):
        self.disable()


# It counts as one call, of a native function.
_DISABLE = Profile.disable.__code__


def label(code):
    """The key of a code object in the statistics."""
    return ("~", 0, code) if isinstance(code, str) else _key_of_code(code)


def main(program="cProfile", sort=2):
    """The command line: profile a script, or a module."""
    import io
    import optparse
    import os
    import pstats
    import runpy

    parser = optparse.OptionParser(
        usage=f"{program}.py [-o output_file_path] [-s sort] [-m module | scriptfile] [arg] ...")
    parser.allow_interspersed_args = False
    parser.add_option("-o", "--outfile", help="Save stats to <outfile>")
    orders = sorted({word for key in pstats.SortKey for word in key._all_values})
    parser.add_option("-s", "--sort", default=sort, choices=orders,
                      help="Sort order when printing to stdout, based on pstats.Stats class")
    parser.add_option("-m", dest="module", action="store_true", default=False, help="Profile a library module")
    if not sys.argv[1:]:
        parser.print_usage()
        sys.exit(2)
    options, target = parser.parse_args()
    if not target:
        parser.print_usage()
        return
    sys.argv[:] = target
    program = target[0]
    if options.outfile is not None:
        # The program may change the current folder.
        options.outfile = os.path.abspath(options.outfile)
    if options.module:
        code = "run_module(modname, run_name='__main__')"
        names = {"run_module": runpy.run_module, "modname": program}
    else:
        sys.path.insert(0, os.path.dirname(program))
        with io.open_code(program) as file:
            code = compile(file.read(), program, "exec")
        main_module = sys.modules["__main__"]
        names = {"__name__": "__main__", "__file__": program, "__package__": None, "__cached__": None,
                 "__builtins__": main_module.__builtins__}
    try:
        runctx(code, names, None, options.outfile, options.sort)
    except BrokenPipeError as problem:
        sys.stdout = None
        sys.exit(problem.errno)


if __name__ == "__main__":
    main()
