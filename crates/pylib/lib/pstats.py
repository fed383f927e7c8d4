"""Statistics of a profile: sorted, cut short, printed, added up."""

import cmd
import marshal
import os
import re
import sys
import time
from dataclasses import dataclass
from enum import StrEnum
from functools import cmp_to_key

__all__ = ["Stats", "SortKey", "FunctionProfile", "StatsProfile"]


class SortKey(StrEnum):
    CALLS = "calls", "ncalls"
    CUMULATIVE = "cumulative", "cumtime"
    FILENAME = "filename", "module"
    LINE = "line"
    NAME = "name"
    NFL = "nfl"
    PCALLS = "pcalls"
    STDNAME = "stdname"
    TIME = "time", "tottime"

    def __new__(cls, *values):
        made = str.__new__(cls, values[0])
        made._value_ = values[0]
        for other in values[1:]:
            cls._value2member_map_[other] = made
        made._all_values = values
        return made


@dataclass(unsafe_hash=True)
class FunctionProfile:
    ncalls: str
    tottime: float
    percall_tottime: float
    cumtime: float
    percall_cumtime: float
    file_name: str
    line_number: int


@dataclass(unsafe_hash=True)
class StatsProfile:
    total_tt: float
    func_profiles: dict[str, FunctionProfile]


# A row for sorting: primitive calls, calls, own and cumulative time, file, line, name, shown name.
_PRIMITIVE, _CALLS, _OWN, _CUMULATIVE, _FILE, _LINE, _NAME, _SHOWN = range(8)

# Columns with their direction, and what the order is called.
_ORDERS = {
    "calls": (((_CALLS, -1),), "call count"),
    "ncalls": (((_CALLS, -1),), "call count"),
    "cumtime": (((_CUMULATIVE, -1),), "cumulative time"),
    "cumulative": (((_CUMULATIVE, -1),), "cumulative time"),
    "filename": (((_FILE, 1),), "file name"),
    "line": (((_LINE, 1),), "line number"),
    "module": (((_FILE, 1),), "file name"),
    "name": (((_NAME, 1),), "function name"),
    "nfl": (((_NAME, 1), (_FILE, 1), (_LINE, 1)), "name/file/line"),
    "pcalls": (((_PRIMITIVE, -1),), "primitive call count"),
    "stdname": (((_SHOWN, 1),), "standard name"),
    "time": (((_OWN, -1),), "internal time"),
    "tottime": (((_OWN, -1),), "internal time"),
}
_OLD_NUMBERS = {-1: "stdname", 0: "calls", 1: "time", 2: "cumulative"}


def func_std_string(func):
    """A function as it is shown: file, line and name."""
    file, line, name = func
    if (file, line) == ("~", 0):
        return f"{{{name[1:-1]}}}" if name.startswith("<") and name.endswith(">") else name
    return f"{file}:{line}({name})"


def _bare(func):
    """The function without the folder of its file."""
    return os.path.basename(func[0]), func[1], func[2]


def _sum_callers(one, other):
    both = dict(one)
    for func, numbers in other.items():
        if isinstance(numbers, tuple):
            both[func] = tuple(map(sum, zip(numbers, both[func]))) if func in both else numbers
        else:
            both[func] = both.get(func, 0) + numbers
    return both


def _sum(one, other):
    return (*map(sum, zip(one[:4], other[:4])), _sum_callers(one[4], other[4]))


def _seconds(x):
    return f"{x:8.3f}"


class Stats:
    """Statistics from files or profilers."""

    def __init__(self, *args, stream=None):
        self.stream = stream or sys.stdout
        first, *others = args or (None,)
        self.all_callees = None
        self.files, self.fcn_list, self.top_level = [], None, set()
        self.total_tt = self.total_calls = self.prim_calls = self.max_name_len = 0
        self.stats, self.sort_arg_dict = {}, {}
        self.sort_type = None
        self._load(first)
        self._totals()
        self.add(*others)

    def _load(self, source):
        if source is None:
            return
        if isinstance(source, str):
            with open(source, "rb") as file:
                self.stats = marshal.load(file)
            with_time = f"{time.ctime(os.stat(source).st_mtime)}    {source}"
            self.files = [with_time]
        elif hasattr(source, "create_stats"):
            source.create_stats()
            self.stats, source.stats = source.stats, {}
        if not self.stats:
            raise TypeError(f"Cannot create or construct a {self.__class__!r} object from {source!r}")

    def _totals(self):
        for func, (primitive, calls, own, _, callers) in self.stats.items():
            self.total_calls += calls
            self.prim_calls += primitive
            self.total_tt += own
            if ("jprofile", 0, "profiler") in callers:
                self.top_level.add(func)
            self.max_name_len = max(self.max_name_len, len(func_std_string(func)))

    def add(self, *arg_list):
        """Add other statistics to these."""
        for item in reversed(arg_list):
            other = item if isinstance(item, Stats) else Stats(item)
            self.files += other.files
            self.total_calls += other.total_calls
            self.prim_calls += other.prim_calls
            self.total_tt += other.total_tt
            self.top_level |= other.top_level
            self.max_name_len = max(self.max_name_len, other.max_name_len)
            self.fcn_list = None
            for func, row in other.stats.items():
                self.stats[func] = _sum(self.stats[func], row) if func in self.stats else row
        return self

    def dump_stats(self, filename):
        """Write the statistics to a file that `Stats` reads."""
        with open(filename, "wb") as file:
            marshal.dump(self.stats, file)

    def get_sort_arg_defs(self):
        """The orders by every beginning of a name that is not ambiguous."""
        if not self.sort_arg_dict:
            starts = {}
            for word in _ORDERS:
                for end in range(1, len(word) + 1):
                    starts.setdefault(word[:end], []).append(word)
            self.sort_arg_dict = {
                start: _ORDERS[words[0]] for start, words in starts.items() if len(words) == 1 or start in _ORDERS
            }
            self.sort_arg_dict.update(_ORDERS)
        return self.sort_arg_dict

    def sort_stats(self, *field):
        """Sort by one or more of the orders."""
        if not field:
            self.fcn_list = 0
            return self
        if len(field) == 1 and isinstance(field[0], int):
            field = [_OLD_NUMBERS[field[0]]]
        elif len(field) >= 2:
            for other in field[1:]:
                if type(other) != type(field[0]):
                    raise TypeError("Can't have mixed argument type")
        known = self.get_sort_arg_defs()
        columns, names = (), []
        for word in field:
            if isinstance(word, SortKey):
                word = word.value
            columns += known[word][0]
            names.append(known[word][1])
        self.sort_type = ", ".join(names)

        def compare(one, other):
            for column, direction in columns:
                if one[column] != other[column]:
                    return -direction if one[column] < other[column] else direction
            return 0

        rows = [(primitive, calls, own, total, *func, func_std_string(func), func)
                for func, (primitive, calls, own, total, _) in self.stats.items()]
        rows.sort(key=cmp_to_key(compare))
        self.fcn_list = [row[-1] for row in rows]
        return self

    def reverse_order(self):
        """Turn the order round."""
        if self.fcn_list:
            self.fcn_list.reverse()
        return self

    def strip_dirs(self):
        """Leave the folders out of file names; functions that look the same then become one."""
        before, self.stats = self.stats, {}
        self.max_name_len = 0
        for func, row in before.items():
            func = _bare(func)
            self.max_name_len = max(self.max_name_len, len(func_std_string(func)))
            callers = {}
            for caller, numbers in row[4].items():
                callers = _sum_callers(callers, {_bare(caller): numbers})
            row = (*row[:4], callers)
            self.stats[func] = _sum(self.stats[func], row) if func in self.stats else row
        self.top_level = set(map(_bare, self.top_level))
        self.fcn_list = None
        self.all_callees = None
        return self

    def calc_callees(self):
        """Work out who is called by whom."""
        if self.all_callees is None:
            self.all_callees = {func: {} for func in self.stats}
            for func, row in self.stats.items():
                for caller, numbers in row[4].items():
                    self.all_callees.setdefault(caller, {})[func] = numbers

    def eval_print_amount(self, sel, list, msg):
        """The rows that one restriction keeps, and the message about it."""
        if isinstance(sel, str):
            try:
                wanted = re.compile(sel)
            except re.PatternError if hasattr(re, "PatternError") else re.error:
                return list, f"{msg}   <Invalid regular expression {sel!r}>\n"
            kept = [func for func in list if wanted.search(func_std_string(func))]
        elif isinstance(sel, float) and 0.0 <= sel < 1.0:
            kept = list[:int(len(list) * sel + .5)]
        elif isinstance(sel, int) and 0 <= sel < len(list):
            kept = list[:sel]
        else:
            kept = list
        if len(kept) != len(list):
            msg += f"   List reduced from {len(list)} to {len(kept)} due to restriction <{sel!r}>\n"
        return kept, msg

    def get_print_list(self, sel_list):
        """The width of the names and the rows that are to be printed."""
        if self.fcn_list:
            rows, text = self.fcn_list[:], f"   Ordered by: {self.sort_type}\n"
        else:
            rows, text = [*self.stats], "   Random listing order was used\n"
        for restriction in sel_list:
            rows, text = self.eval_print_amount(restriction, rows, text)
        if not rows:
            return 0, rows
        print(text, file=self.stream)
        shown = rows if len(rows) < len(self.stats) else self.stats
        return max((len(func_std_string(func)) for func in shown), default=0) + 2, rows

    def get_stats_profile(self):
        """The statistics as data classes."""
        _, rows = self.get_print_list([])
        profiles = {}
        for func in rows:
            primitive, calls, own, total, _ = self.stats[func]
            profiles[func[2]] = FunctionProfile(
                str(calls) if calls == primitive else f"{calls}/{primitive}",
                float(f"{own:.3f}"), float(f"{own / calls:.3f}") if calls else -1,
                float(f"{total:.3f}"), float(f"{total / primitive:.3f}") if primitive else -1, func[0], func[1])
        return StatsProfile(float(f"{self.total_tt:.3f}"), profiles)

    def print_stats(self, *amount):
        """Print a row for each function."""
        for filename in self.files:
            print(filename, file=self.stream)
        if self.files:
            print(file=self.stream)
        indent = " " * 8
        for func in self.top_level:
            print(indent, func[2], file=self.stream)
        primitive = f" ({self.prim_calls} primitive calls)" if self.total_calls != self.prim_calls else ""
        print(f"{indent} {self.total_calls} function calls{primitive} in {self.total_tt:.3f} seconds", file=self.stream)
        print(file=self.stream)
        _, rows = self.get_print_list(amount)
        if rows:
            self.print_title()
            for func in rows:
                self.print_line(func)
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_callees(self, *amount):
        """Print whom each function called."""
        width, rows = self.get_print_list(amount)
        if rows:
            self.calc_callees()
            self.print_call_heading(width, "called...")
            for func in rows:
                self.print_call_line(width, func, self.all_callees.get(func, {}))
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_callers(self, *amount):
        """Print who called each function."""
        width, rows = self.get_print_list(amount)
        if rows:
            self.print_call_heading(width, "was called by...")
            for func in rows:
                self.print_call_line(width, func, self.stats[func][4], "<-")
            print(file=self.stream)
            print(file=self.stream)
        return self

    def print_call_heading(self, name_size, column_title):
        print("Function ".ljust(name_size) + column_title, file=self.stream)
        if any(isinstance(numbers, tuple) for row in self.stats.values() for numbers in row[4].values()):
            print(" " * name_size + "    ncalls  tottime  cumtime", file=self.stream)

    def print_call_line(self, name_size, source, call_dict, arrow="->"):
        print(func_std_string(source).ljust(name_size) + arrow, end=" ", file=self.stream)
        if not call_dict:
            print(file=self.stream)
            return
        indent = ""
        for func in sorted(call_dict):
            name, value = func_std_string(func), call_dict[func]
            if isinstance(value, tuple):
                calls, primitive, own, total = value
                count = f"{calls}/{primitive}" if calls != primitive else f"{calls}"
                left = f"{count.rjust(7 + 2 * len(indent))} {_seconds(own)} {_seconds(total)}  {name}"
                text, left_width = left, name_size + 1
            else:
                text, left_width = f"{name}({value}) {_seconds(self.stats[func][3])}", name_size + 3
            print(indent * left_width + text, file=self.stream)
            indent = " "

    def print_title(self):
        print("   ncalls  tottime  percall  cumtime  percall", end=" ", file=self.stream)
        print("filename:lineno(function)", file=self.stream)

    def print_line(self, func):
        primitive, calls, own, total, _ = self.stats[func]
        count = str(calls) if calls == primitive else f"{calls}/{primitive}"
        parts = [count.rjust(9), _seconds(own), _seconds(own / calls) if calls else " " * 8,
                 _seconds(total), _seconds(total / primitive) if primitive else " " * 8]
        print(" ".join(parts), func_std_string(func), file=self.stream)


class _Browser(cmd.Cmd):
    """The command line: statistics are read, sorted and printed as commands say."""

    def __init__(self, profile=None):
        super().__init__()
        self.prompt = "% "
        self.stats = None
        if profile is not None:
            self.do_read(profile)

    def _loaded(self):
        if self.stats is None:
            print("No statistics object is loaded.")
        return self.stats is not None

    def _print(self, method, line):
        # Numbers and patterns that restrict what is printed.
        restrictions = []
        for word in line.split():
            try:
                restrictions.append(int(word))
                continue
            except ValueError:
                pass
            try:
                fraction = float(word)
            except ValueError:
                restrictions.append(word)
                continue
            if not 0 <= fraction <= 1:
                print("Fraction argument must be in [0, 1]")
                continue
            restrictions.append(fraction)
        if self._loaded():
            getattr(self.stats, method)(*restrictions)

    def do_add(self, line):
        """Add the statistics of another file."""
        if self._loaded():
            try:
                self.stats.add(line)
            except OSError as error:
                print(f"Failed to load statistics for {line}: {error}")

    def do_callees(self, line):
        """Print what the functions called; numbers, fractions and patterns restrict it."""
        self._print("print_callees", line)

    def do_callers(self, line):
        """Print what called the functions; numbers, fractions and patterns restrict it."""
        self._print("print_callers", line)

    def do_stats(self, line):
        """Print the statistics; numbers, fractions and patterns restrict it."""
        self._print("print_stats", line)

    def do_read(self, line):
        """Read statistics from a file, or again from the current one."""
        line = line or self.prompt[:-2]
        if not line:
            print("No statistics object is current -- cannot reload.")
            return
        try:
            self.stats = Stats(line)
        except OSError as error:
            print(error.args[1])
        except Exception as error:
            print(f"{type(error).__name__}:", error)
        else:
            self.prompt = line + "% "

    def do_reverse(self, line):
        """Reverse the order."""
        if self._loaded():
            self.stats.reverse_order()

    def do_sort(self, line):
        """Sort by keys, of which the first ones count most."""
        if not self._loaded():
            return
        known, keys = self.stats.get_sort_arg_defs(), line.split()
        if keys and all(key in known for key in keys):
            self.stats.sort_stats(*keys)
            return
        print("Valid sort keys (unique prefixes are accepted):")
        for key, (_, words) in _ORDERS.items():
            print(f"{key} -- {words}")

    def do_strip(self, line):
        """Leave out the folders of files."""
        if self._loaded():
            self.stats.strip_dirs()

    def do_quit(self, line):
        """Leave."""
        return True

    def do_EOF(self, line):
        """Leave."""
        print()
        return True


def _main(profiles):
    first, *others = profiles or [None]
    browser = _Browser(first)
    for other in others:
        browser.do_add(other)
    print("Welcome to the profile statistics browser.")
    browser.cmdloop()
    print("Goodbye.")


if __name__ == "__main__":
    try:
        _main(sys.argv[1:])
    except KeyboardInterrupt:
        pass
