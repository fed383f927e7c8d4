"""Where the objects were made that are alive: traces, snapshots of them, statistics."""

import fnmatch as _fnmatch
import functools as _functools
import linecache as _linecache
import os.path as _path
import pickle as _pickle
from collections.abc import Iterable as _Iterable, Sequence as _Sequence

from _tracemalloc import *
from _tracemalloc import _get_object_traceback, _get_traces


def _format_size(size, sign):
    number = "{:+.{digits}f} {unit}" if sign else "{:.{digits}f} {unit}"
    for unit in ("B", "KiB", "MiB", "GiB", "TiB"):
        if unit != "B" and abs(size) < 100:
            return number.format(size, digits=1, unit=unit)
        if unit == "TiB" or abs(size) < 10 * 1024:
            return number.format(size, digits=0, unit=unit)
        size /= 1024


def _same(cls, *names):
    """Methods of a class whose objects are equal if these attributes are."""
    def key(self):
        return tuple(getattr(self, name) for name in names)

    def __hash__(self):
        return hash(key(self))

    def __eq__(self, other):
        if not isinstance(other, cls):
            return NotImplemented
        return key(self) == key(other)

    cls.__hash__, cls.__eq__ = __hash__, __eq__


class Statistic:
    """How much memory of how many objects, by a traceback."""

    __slots__ = ("traceback", "size", "count")

    def __init__(self, traceback, size, count):
        self.traceback = traceback
        self.size = size
        self.count = count

    def __str__(self):
        text = f"{self.traceback}: size={_format_size(self.size, False)}, count={self.count}"
        if self.count:
            text += f", average={_format_size(self.size / self.count, False)}"
        return text

    def __repr__(self):
        return f"<Statistic traceback={self.traceback!r} size={self.size} count={self.count}>"

    def _sort_key(self):
        return self.size, self.count, self.traceback


_same(Statistic, "traceback", "size", "count")


class StatisticDiff:
    """How a statistic changed from an old snapshot to a new one."""

    __slots__ = ("traceback", "size", "size_diff", "count", "count_diff")

    def __init__(self, traceback, size, size_diff, count, count_diff):
        self.traceback = traceback
        self.size = size
        self.size_diff = size_diff
        self.count = count
        self.count_diff = count_diff

    def __str__(self):
        text = (f"{self.traceback}: size={_format_size(self.size, False)} "
                f"({_format_size(self.size_diff, True)}), count={self.count} ({self.count_diff:+})")
        if self.count:
            text += f", average={_format_size(self.size / self.count, False)}"
        return text

    def __repr__(self):
        return (f"<StatisticDiff traceback={self.traceback!r} size={self.size} ({self.size_diff:+}) "
                f"count={self.count} ({self.count_diff:+})>")

    def _sort_key(self):
        return abs(self.size_diff), self.size, abs(self.count_diff), self.count, self.traceback


_same(StatisticDiff, "traceback", "size", "size_diff", "count", "count_diff")


@_functools.total_ordering
class Frame:
    """A line of a file."""

    __slots__ = ("_frame",)

    def __init__(self, frame):
        self._frame = frame

    @property
    def filename(self):
        return self._frame[0]

    @property
    def lineno(self):
        return self._frame[1]

    def __lt__(self, other):
        if not isinstance(other, Frame):
            return NotImplemented
        return self._frame < other._frame

    def __str__(self):
        return f"{self.filename}:{self.lineno}"

    def __repr__(self):
        return f"<Frame filename={self.filename!r} lineno={self.lineno!r}>"


_same(Frame, "_frame")


@_functools.total_ordering
class Traceback(_Sequence):
    """Frames, the oldest first."""

    __slots__ = ("_frames", "_total_nframe")

    def __init__(self, frames, total_nframe=None):
        # What traces an allocation tells the innermost frame first.
        self._frames = tuple(reversed(frames))
        self._total_nframe = total_nframe

    @property
    def total_nframe(self):
        return self._total_nframe

    def __len__(self):
        return len(self._frames)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(map(Frame, self._frames[index]))
        return Frame(self._frames[index])

    def __contains__(self, frame):
        return frame._frame in self._frames

    def __lt__(self, other):
        if not isinstance(other, Traceback):
            return NotImplemented
        return self._frames < other._frames

    def __str__(self):
        return str(self[0])

    def __repr__(self):
        total = "" if self._total_nframe is None else f" total_nframe={self.total_nframe}"
        return f"<Traceback {tuple(self)}{total}>"

    def format(self, limit=None, most_recent_first=False):
        """Lines like those of a traceback: at most `limit` frames, the most recent or, if negative, the oldest."""
        frames = self[:]
        if limit is not None:
            frames = self[-limit:] if limit > 0 else self[:limit]
        lines = []
        for frame in reversed(frames) if most_recent_first else frames:
            lines.append(f'  File "{frame.filename}", line {frame.lineno}')
            source = _linecache.getline(frame.filename, frame.lineno).strip()
            if source:
                lines.append("    " + source)
        return lines


_same(Traceback, "_frames")


def get_object_traceback(obj):
    """The Traceback of where an object was made, or None."""
    frames = _get_object_traceback(obj)
    return None if frames is None else Traceback(frames)


class Trace:
    """An object that is alive: its domain, its bytes and where it was made."""

    __slots__ = ("_trace",)

    def __init__(self, trace):
        self._trace = trace

    @property
    def domain(self):
        return self._trace[0]

    @property
    def size(self):
        return self._trace[1]

    @property
    def traceback(self):
        return Traceback(*self._trace[2:])

    def __str__(self):
        return f"{self.traceback}: {_format_size(self.size, False)}"

    def __repr__(self):
        size = _format_size(self.size, False)
        return f"<Trace domain={self.domain} size={size}, traceback={self.traceback!r}>"


_same(Trace, "_trace")


class _Traces(_Sequence):
    """Traces, made of tuples when they are asked for."""

    def __init__(self, traces):
        self._traces = traces

    def __len__(self):
        return len(self._traces)

    def __getitem__(self, index):
        if isinstance(index, slice):
            return tuple(map(Trace, self._traces[index]))
        return Trace(self._traces[index])

    def __contains__(self, trace):
        return trace._trace in self._traces

    def __eq__(self, other):
        if not isinstance(other, _Traces):
            return NotImplemented
        return self._traces == other._traces

    def __repr__(self):
        return f"<Traces len={len(self)}>"


class BaseFilter:
    def __init__(self, inclusive):
        self.inclusive = inclusive

    def _match(self, trace):
        raise NotImplementedError


class Filter(BaseFilter):
    """Takes, or leaves out, traces of files whose names have a pattern."""

    def __init__(self, inclusive, filename_pattern, lineno=None, all_frames=False, domain=None):
        super().__init__(inclusive)
        self._filename_pattern = _source_name(filename_pattern)
        self.lineno = lineno
        self.all_frames = all_frames
        self.domain = domain

    @property
    def filename_pattern(self):
        return self._filename_pattern

    def _hits(self, frame):
        filename, lineno = frame
        if not _fnmatch.fnmatch(_source_name(filename), self._filename_pattern):
            return False
        return self.lineno is None or lineno == self.lineno

    def _match(self, trace):
        domain, _, frames, _ = trace
        looked_at = frames if self.all_frames else frames[:1]
        result = any(map(self._hits, looked_at)) == bool(self.inclusive)
        if self.domain is not None:
            if self.inclusive:
                return result and domain == self.domain
            return result or domain != self.domain
        return result


class DomainFilter(BaseFilter):
    """Takes, or leaves out, traces of a domain."""

    def __init__(self, inclusive, domain):
        super().__init__(inclusive)
        self._domain = domain

    @property
    def domain(self):
        return self._domain

    def _match(self, trace):
        return (trace[0] == self.domain) == bool(self.inclusive)


def _source_name(filename):
    """A file's name as patterns are compared: that of the source for one of compiled code."""
    filename = _path.normcase(filename)
    return filename[:-1] if filename.endswith(".pyc") else filename


class Snapshot:
    """The traces of all objects that were alive at a moment."""

    def __init__(self, traces, traceback_limit):
        self.traces = _Traces(traces)
        self.traceback_limit = traceback_limit

    def dump(self, filename):
        """Writes the snapshot into a file."""
        with open(filename, "wb") as file:
            _pickle.dump(self, file, _pickle.HIGHEST_PROTOCOL)

    @staticmethod
    def load(filename):
        """The snapshot that a file has."""
        with open(filename, "rb") as file:
            return _pickle.load(file)

    def filter_traces(self, filters):
        """A new snapshot of the traces that some inclusive filter and every exclusive one lets through."""
        if not isinstance(filters, _Iterable):
            raise TypeError(f"filters must be a list of filters, not {type(filters).__name__}")
        filters = list(filters)
        traces = self.traces._traces
        if not filters:
            return Snapshot(traces.copy(), self.traceback_limit)
        taking = [f for f in filters if f.inclusive]
        leaving = [f for f in filters if not f.inclusive]
        kept = [
            trace for trace in traces
            if (not taking or any(f._match(trace) for f in taking)) and all(f._match(trace) for f in leaving)
        ]
        return Snapshot(kept, self.traceback_limit)

    def _grouped(self, key_type, cumulative):
        if key_type not in ("traceback", "filename", "lineno"):
            raise ValueError(f"unknown key_type: {key_type!r}")
        if cumulative and key_type == "traceback":
            raise ValueError(f"cumulative mode cannot by used with key type {key_type!r}")
        groups = {}
        for _, size, frames, _ in self.traces._traces:
            if key_type == "traceback":
                keys = [Traceback(frames)]
            else:
                lines = frames if cumulative else frames[:1]
                if key_type == "filename":
                    lines = [(filename, 0) for filename, _ in lines]
                keys = [Traceback((line,)) for line in lines]
            for key in keys:
                group = groups.get(key)
                if group is None:
                    groups[key] = Statistic(key, size, 1)
                else:
                    group.size += size
                    group.count += 1
        return groups

    def statistics(self, key_type, cumulative=False):
        """Statistics by traceback, line or file, the largest first."""
        found = list(self._grouped(key_type, cumulative).values())
        found.sort(reverse=True, key=Statistic._sort_key)
        return found

    def compare_to(self, old_snapshot, key_type, cumulative=False):
        """What changed since an old snapshot, the largest change first."""
        new = self._grouped(key_type, cumulative)
        old = old_snapshot._grouped(key_type, cumulative)
        changes = []
        for key in {**new, **old}:
            is_, was = new.get(key), old.get(key)
            size, count = (is_.size, is_.count) if is_ else (0, 0)
            old_size, old_count = (was.size, was.count) if was else (0, 0)
            changes.append(StatisticDiff(key, size, size - old_size, count, count - old_count))
        changes.sort(reverse=True, key=StatisticDiff._sort_key)
        return changes


def take_snapshot():
    """A snapshot of the objects that are alive and were made since tracing began."""
    if not is_tracing():
        raise RuntimeError("the tracemalloc module must be tracing memory allocations to take a snapshot")
    return Snapshot(_get_traces(), get_traceback_limit())
