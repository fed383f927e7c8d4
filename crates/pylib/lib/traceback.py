"""Tracebacks as objects and as text, in the format of Python 3.12."""

import collections.abc
import itertools
import linecache
import sys
from operator import attrgetter

from _traceback import anchors as _anchors, suggestion as _suggestion, width as _width

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list",
    "format_stack", "format_tb", "print_exc", "format_exc", "print_exception", "print_last",
    "print_stack", "print_tb", "clear_frames", "FrameSummary", "StackSummary", "TracebackException",
    "walk_stack", "walk_tb",
]


class _Absent:
    def __repr__(self):
        return "<implicit>"


_ABSENT = _Absent()
# Equal entries that are printed before the rest is counted.
_RECURSIVE_CUTOFF = 3
_UNPLACED = (None,) * 4
_place = attrgetter("filename", "lineno", "name")

_BECAUSE = "\nThe above exception was the direct cause of the following exception:\n\n"
_MEANWHILE = "\nDuring handling of the above exception, another exception occurred:\n\n"


# ---- small helpers

def _put(pieces, file):
    out = sys.stderr if file is None else file
    for piece in pieces:
        print(piece, end="", file=out)


def _attempt(convert, thing, what):
    """`convert(thing)`, or a text that says that it did not work."""
    try:
        return convert(thing)
    except:
        return f"<{what} {convert.__name__}() failed>"


def _chain(node, attribute):
    """A node, the one its attribute leads to, and so on up to None."""
    while node is not None:
        yield node
        node = getattr(node, attribute)


def _start(f):
    """The given frame, or the one that called the caller of this function."""
    return sys._getframe().f_back.f_back if f is None else f


def _plural(count, noun):
    return f"{count} more {noun}{'s' * (count > 1)}"


def _character(line, offset):
    """The index of a character from its offset in UTF-8 bytes."""
    return len(line.encode("utf-8", "replace")[:offset].decode("utf-8", "replace"))


def _span(tb):
    """Line, last line, column and last column of where a traceback points."""
    at = tb.tb_lasti // 2
    known = tb.tb_frame.f_code.co_positions() if at >= 0 else ()
    line, *others = next(itertools.islice(known, max(at, 0), None), _UNPLACED)
    return (tb.tb_lineno if line is None else line, *others)


def _walk_spans(tb):
    return ((node.tb_frame, _span(node)) for node in _chain(tb, "tb_next"))


def _summary(exc, value, tb, limit):
    """The TracebackException for the arguments of the functions that take one or three."""
    missing = (value is _ABSENT) + (tb is _ABSENT)
    if missing == 1:
        raise ValueError("Both or neither of value and tb must be given")
    if missing:
        if not isinstance(exc, BaseException | None):
            raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
        value, tb = exc, getattr(exc, "__traceback__", None)
    return TracebackException(type(value), value, tb, compact=True, limit=limit)


# ---- functions for what most callers want

def print_list(extracted_list, file=None):
    """Prints a list of entries as a traceback."""
    _put(format_list(extracted_list), file)


def format_list(extracted_list):
    """Entries, or 4-tuples, as strings ready for printing."""
    entries = StackSummary.from_list(extracted_list)
    return entries.format()


def print_tb(tb, limit=None, file=None):
    """Prints up to `limit` entries of a traceback; with a negative one, the last."""
    print_list(extract_tb(tb, limit), file)


def format_tb(tb, limit=None):
    """`format_list(extract_tb(tb, limit))`."""
    return extract_tb(tb, limit).format()


def extract_tb(tb, limit=None):
    """The entries of a traceback as a StackSummary."""
    return StackSummary._collect(_walk_spans(tb), limit)


def print_exception(exc, /, value=_ABSENT, tb=_ABSENT, limit=None, file=None, chain=True):
    """Prints an exception with its traceback and those that led to it."""
    _summary(exc, value, tb, limit).print(chain=chain, file=file)


def format_exception(exc, /, value=_ABSENT, tb=_ABSENT, limit=None, chain=True):
    """What `print_exception` prints, as a list of strings."""
    return [*_summary(exc, value, tb, limit).format(chain=chain)]


def format_exception_only(exc, /, value=_ABSENT):
    """The lines about the exception itself, without traceback."""
    subject = exc if value is _ABSENT else value
    return [*_summary(None, subject, None, None).format_exception_only()]


def print_exc(limit=None, file=None, chain=True):
    """Prints the exception that is being handled."""
    print_exception(sys.exception(), chain=chain, file=file, limit=limit)


def format_exc(limit=None, chain=True):
    """What `print_exc` prints, as one string."""
    pieces = format_exception(sys.exception(), chain=chain, limit=limit)
    return "".join(pieces)


def print_last(limit=None, file=None, chain=True):
    """Prints the last exception that nobody caught."""
    for names in [("last_exc",), ("last_type", "last_value", "last_traceback")]:
        if hasattr(sys, names[0]):
            found = [getattr(sys, name) for name in names]
            return print_exception(*found, chain=chain, file=file, limit=limit)
    raise ValueError("no last exception")


def print_stack(f=None, limit=None, file=None):
    """Prints the stack from a frame, by default the caller's."""
    print_list(extract_stack(_start(f), limit), file)


def format_stack(f=None, limit=None):
    """The stack as a list of strings."""
    return format_list(extract_stack(_start(f), limit))


def extract_stack(f=None, limit=None):
    """The stack as a StackSummary, the oldest entry first."""
    entries = StackSummary.extract(walk_stack(_start(f)), limit=limit)
    entries.reverse()
    return entries


def clear_frames(tb):
    """Clears the locals of all frames of a traceback that do not run."""
    for node in _chain(tb, "tb_next"):
        try:
            node.tb_frame.clear()
        except RuntimeError:
            continue


def walk_stack(f):
    """Frames with their lines, from the given frame outwards."""
    if f is None:
        # Out of this generator and the three frames of StackSummary.extract.
        f = attrgetter("f_back.f_back.f_back.f_back")(sys._getframe())
    for frame in _chain(f, "f_back"):
        yield frame, frame.f_lineno


def walk_tb(tb):
    """Frames with the lines at which a traceback went through them."""
    for node in _chain(tb, "tb_next"):
        yield node.tb_frame, node.tb_lineno


# ---- entries

class FrameSummary:
    """One entry: where it is, and the source line, which is read when it is asked for."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_line", "locals")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None):
        self.filename, self.name, self._line = filename, name, line
        self.lineno, self.colno = lineno, colno
        self.end_lineno, self.end_colno = end_lineno, end_colno
        if lookup_line:
            self._fetch()
        shown = locals.items() if locals else ()
        self.locals = {key: _attempt(repr, held, "local") for key, held in shown} or None

    def _fetch(self):
        """The source line as it stands in the file."""
        if self._line is None and self.lineno is not None:
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line

    def _quadruple(self):
        return (*_place(self), self.line)

    def __eq__(self, other):
        match other:
            case FrameSummary():
                return (*_place(self), self.locals) == (*_place(other), other.locals)
            case tuple():
                return self._quadruple() == other
        return NotImplemented

    def __getitem__(self, index):
        return self._quadruple()[index]

    def __iter__(self):
        return iter([*self._quadruple()])

    def __repr__(self):
        return "<FrameSummary file {}, line {} in {}>".format(*_place(self))

    def __len__(self):
        return 4

    @property
    def _original_line(self):
        return self._fetch()

    @property
    def line(self):
        text = self._fetch()
        return text if text is None else text.strip()


def _entry(item):
    if isinstance(item, FrameSummary):
        return item
    path, number, function, text = item
    return FrameSummary(path, number, function, line=text)


def _marks(entry):
    """The line of carets, or nothing where they would stand under the whole line."""
    if None in (entry.colno, entry.end_colno):
        return ""
    source = entry._original_line
    parts = None
    start = _character(source, entry.colno)
    end = len(source.rstrip())
    if entry.end_lineno == entry.lineno:
        end = _character(source, entry.end_colno)
        try:
            parts = _anchors(source[start:end])
        except Exception:
            parts = None
    marked = source[start:end]
    if not marked and end <= start:
        return ""
    if parts is None and end - start >= len(entry.line):
        return ""
    left, right = parts or (0, len(marked))
    indent = len(source) - len(source.lstrip())
    strokes = [(" ", source[indent:start]), ("~", marked[:left]), ("^", marked[left:right]), ("~", marked[right:])]
    return "    " + "".join(sign * _width(under) for sign, under in strokes) + "\n"


class StackSummary(list):
    """A list of entries."""

    @classmethod
    def extract(cls, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """From pairs of frame and line."""
        spans = ((frame, (line, None, None, None)) for frame, line in frame_gen)
        return cls._collect(spans, limit, lookup_lines, capture_locals)

    @classmethod
    def _collect(cls, spans, limit, lookup=True, with_locals=False):
        """From pairs of frame and position; `walk_stack` counts on how deep it is called here."""
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            limit = limit if limit is None else max(limit, 0)
        if limit is None:
            chosen = list(spans)
        else:
            chosen = list(itertools.islice(spans, limit) if limit >= 0 else collections.deque(spans, -limit))
        entries = cls()
        for frame, (line, last_line, column, last_column) in chosen:
            code = frame.f_code
            linecache.lazycache(code.co_filename, frame.f_globals)
            entries.append(FrameSummary(
                code.co_filename, line, code.co_name, lookup_line=False, end_lineno=last_line, colno=column,
                end_colno=last_column, locals=frame.f_locals if with_locals else None))
        for path in {entry.filename for entry in entries}:
            linecache.checkcache(path)
        if lookup:
            entries._load()
        return entries

    def _load(self):
        for entry in self:
            entry._fetch()

    @classmethod
    def from_list(cls, a_list):
        """From entries or 4-tuples."""
        return StackSummary(map(_entry, a_list))

    def format_frame_summary(self, entry):
        """One entry as text; an empty string leaves it out."""
        path = "<stdin>" if entry.filename.startswith("<stdin-") else entry.filename
        text = f'  File "{path}", line {entry.lineno}, in {entry.name}\n'
        if source := entry.line:
            text += f"    {source}\n" + _marks(entry)
        variables = sorted((entry.locals or {}).items())
        return text + "".join(f"    {key} = {shown}\n" for key, shown in variables)

    def format(self):
        """All entries as a list of strings; many equal ones in a row are counted."""
        texts = ((entry, self.format_frame_summary(entry)) for entry in self)
        kept = [(_place(entry), text) for entry, text in texts if text is not None]
        result = []
        for _, run in itertools.groupby(kept, lambda pair: pair[0]):
            run = [text for _, text in run]
            result += run[:_RECURSIVE_CUTOFF]
            if rest := run[_RECURSIVE_CUTOFF:]:
                result.append(f"  [Previous line repeated {_plural(len(rest), 'time')}]\n")
        return result


# ---- exceptions

class _Layout:
    """How deep in exception groups the output is, and whether a frame still has to be closed."""

    depth = 0
    unclosed = False

    @property
    def margin(self):
        return "  " * self.depth

    def lay(self, pieces, sign=None):
        """The pieces with the margin, and a sign, before each of their lines."""
        if sign is None:
            sign = "| " if self.depth else ""
        before = self.margin + sign
        for piece in pieces:
            yield "".join([before + line for line in piece.splitlines(True)])


class TracebackException:
    """An exception as plain data, ready to be printed later."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10, _seen=None):
        seen = set() if _seen is None else _seen
        seen.add(id(exc_value))
        self.exc_type = exc_type
        self.max_group_width, self.max_group_depth = max_group_width, max_group_depth
        self.stack = StackSummary._collect(_walk_spans(exc_traceback), limit, lookup_lines, capture_locals)
        self._str = _attempt(str, exc_value, "exception")
        try:
            self.__notes__ = getattr(exc_value, "__notes__", None)
        except Exception as problem:
            self.__notes__ = [f"Ignored error getting __notes__: {_attempt(repr, problem, '__notes__')}"]
        if exc_type:
            self._add_details(exc_value)
        self.__suppress_context__ = False if exc_value is None else exc_value.__suppress_context__
        self.__cause__ = self.__context__ = self.exceptions = None
        if _seen is None:
            options = dict(limit=limit, lookup_lines=lookup_lines, capture_locals=capture_locals,
                           max_group_width=max_group_width, max_group_depth=max_group_depth, _seen=seen)
            self._add_related(exc_value, compact, options)

    def _add_details(self, error):
        """The fields of a SyntaxError, or what else might have been meant."""
        if issubclass(self.exc_type, SyntaxError):
            for field in ("filename", "text", "offset", "end_offset", "msg"):
                setattr(self, field, getattr(error, field))
            for field in ("lineno", "end_lineno"):
                number = getattr(error, field)
                setattr(self, field, number if number is None else str(number))
        elif isinstance(error, BaseException):
            hint = _suggestion(error)
            if hint and issubclass(self.exc_type, (ImportError, NameError, AttributeError)):
                self._str += hint

    def _add_related(self, value, compact, options):
        """Causes, contexts and members of groups, without recursion."""
        seen = options["_seen"]
        todo = [] if value is None else [(self, value)]

        def summarized(error):
            if error is None or id(error) in seen:
                return None
            todo.append((TracebackException(type(error), error, error.__traceback__, **options), error))
            return todo[-1][0]

        while todo:
            owner, error = todo.pop()
            owner.__cause__ = summarized(error.__cause__)
            if not compact or owner.__cause__ is None and not error.__suppress_context__:
                owner.__context__ = summarized(error.__context__)
            if isinstance(error, BaseExceptionGroup):
                owner.exceptions = [
                    summarized(member) or TracebackException(type(member), member, None, _seen=seen)
                    for member in error.exceptions
                ]

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """From an exception object."""
        parts = type(exc), exc, exc.__traceback__
        return cls(*parts, *args, **kwargs)

    @property
    def exc_type_str(self):
        kind = self.exc_type
        if kind is None:
            return None
        match kind.__module__:
            case "__main__" | "builtins":
                return kind.__qualname__
            case str(module):
                return f"{module}.{kind.__qualname__}"
        return f"<unknown>.{kind.__qualname__}"

    def __eq__(self, other):
        same_kind = isinstance(other, TracebackException)
        return vars(self) == vars(other) if same_kind else NotImplemented

    def __str__(self):
        return self._str

    def _headline(self):
        """The type and the message."""
        message = _attempt(str, self._str, "exception")
        return f"{self.exc_type_str}: {message}\n" if message else f"{self.exc_type_str}\n"

    def format_exception_only(self):
        """The lines about the exception itself, then its notes."""
        if self.exc_type and issubclass(self.exc_type, SyntaxError):
            yield from self._format_syntax_error()
        else:
            yield self._headline()
        if self.exc_type is None or self.__notes__ is None:
            return
        match self.__notes__:
            case collections.abc.Sequence() as notes if not isinstance(notes, (str, bytes)):
                for note in notes:
                    yield from (part + "\n" for part in _attempt(str, note, "note").split("\n"))
            case other:
                yield _attempt(repr, other, "__notes__") + "\n"

    def _format_syntax_error(self):
        numbered = self.lineno is not None
        if numbered:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        if self.text is not None:
            yield from self._show_code(self.text.rstrip("\n"))
        place = "" if numbered or self.filename is None else f" ({self.filename})"
        yield f"{self.exc_type_str}: {self.msg or '<no detail available>'}{place}\n"

    def _show_code(self, whole):
        """The code of a SyntaxError, and the carets under it."""
        code = whole.lstrip(" \n\f")
        yield f"    {code}\n"
        first = self.offset
        column = -1 if first is None else first - 1 - (len(whole) - len(code))
        if column >= 0:
            stop = self.end_offset or first
            carets = "^" * (1 if stop in (first, -1) else stop - first)
            blank = "".join([c if c.isspace() else " " for c in code[:column]])
            yield f"    {blank}{carets}\n"

    def _origin(self):
        """The exception to be shown before this one, and the words between them."""
        if self.__cause__ is not None:
            return self.__cause__, _BECAUSE
        if self.__context__ is None or self.__suppress_context__:
            return None, ""
        return self.__context__, _MEANWHILE

    def format(self, *, chain=True, _ctx=None):
        """Everything, one piece after the other."""
        layout = _ctx or _Layout()
        shown = [(self, None)]
        while chain:
            origin, words = shown[-1][0]._origin()
            if origin is None:
                break
            shown[-1] = (shown[-1][0], words)
            shown.append((origin, None))
        for error, words in shown[::-1]:
            if words:
                yield from layout.lay([words])
            if error.exceptions is None:
                yield from error._format_body(layout, "Traceback")
            elif layout.depth > self.max_group_depth:
                yield from layout.lay([f"... (max_group_depth is {self.max_group_depth})\n"])
            else:
                yield from error._format_group(layout, chain)

    def _format_body(self, layout, title, sign=None):
        """The traceback and the lines about the exception."""
        if self.stack:
            yield from layout.lay([f"{title} (most recent call last):\n"], sign)
            yield from layout.lay(self.stack.format())
        yield from layout.lay(self.format_exception_only())

    def _format_group(self, layout, chain):
        """A group: itself, then its members, each in a frame of its own."""
        outermost = not layout.depth
        layout.depth += outermost
        yield from self._format_body(layout, "Exception Group Traceback", "+ " if outermost else None)
        members = self.exceptions[:self.max_group_width]
        left_out = len(self.exceptions) - len(members)
        boxes = [(str(n), member) for n, member in enumerate(members, 1)]
        if left_out:
            boxes.append(("...", None))
        layout.unclosed = False
        for n, (title, member) in enumerate(boxes, 1):
            # The innermost group closes the frame for those around it.
            layout.unclosed = layout.unclosed or n == len(boxes)
            yield f"{layout.margin}{'  ' if n > 1 else '+-'}+---------------- {title} ----------------\n"
            layout.depth += 1
            if member is None:
                yield from layout.lay([f"and {_plural(left_out, 'exception')}\n"])
            else:
                yield from member.format(chain=chain, _ctx=layout)
            if layout.unclosed and n == len(boxes):
                yield f"{layout.margin}+------------------------------------\n"
                layout.unclosed = False
            layout.depth -= 1
        if outermost:
            layout.depth = 0

    def print(self, *, file=None, chain=True):
        """Prints what `format` gives."""
        _put(self.format(chain=chain), file)
