"""Tracebacks as objects and as text, in the format of Python 3.12."""

import collections.abc
import itertools
import linecache
import sys

from _traceback import anchors as _anchors, suggestion as _suggestion, width as _width

__all__ = [
    "extract_stack", "extract_tb", "format_exception", "format_exception_only", "format_list",
    "format_stack", "format_tb", "print_exc", "format_exc", "print_exception", "print_last",
    "print_stack", "print_tb", "clear_frames", "FrameSummary", "StackSummary", "TracebackException",
    "walk_stack", "walk_tb",
]



class _Implicit:
    def __repr__(self):
        return "<implicit>"


_sentinel = _Implicit()
# Equal entries that are printed before the rest is counted.
_RECURSIVE_CUTOFF = 3

_cause_message = "\nThe above exception was the direct cause of the following exception:\n\n"
_context_message = "\nDuring handling of the above exception, another exception occurred:\n\n"


# ---- functions for what most callers want

def print_list(extracted_list, file=None):
    """Prints a list of entries as a traceback."""
    if file is None:
        file = sys.stderr
    for item in StackSummary.from_list(extracted_list).format():
        print(item, file=file, end="")


def format_list(extracted_list):
    """Entries, or 4-tuples, as strings ready for printing."""
    return StackSummary.from_list(extracted_list).format()


def print_tb(tb, limit=None, file=None):
    """Prints up to `limit` entries of a traceback; with a negative one, the last."""
    print_list(extract_tb(tb, limit=limit), file=file)


def format_tb(tb, limit=None):
    """`format_list(extract_tb(tb, limit))`."""
    return extract_tb(tb, limit=limit).format()


def extract_tb(tb, limit=None):
    """The entries of a traceback as a StackSummary."""
    return StackSummary._extract_from_extended_frame_gen(_walk_tb_with_full_positions(tb), limit=limit)


def _parse_value_tb(exc, value, tb):
    if (value is _sentinel) != (tb is _sentinel):
        raise ValueError("Both or neither of value and tb must be given")
    if value is tb is _sentinel:
        if exc is None:
            return None, None
        if isinstance(exc, BaseException):
            return exc, exc.__traceback__
        raise TypeError(f"Exception expected for value, {type(exc).__name__} found")
    return value, tb


def print_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, file=None, chain=True):
    """Prints an exception with its traceback and those that led to it."""
    value, tb = _parse_value_tb(exc, value, tb)
    TracebackException(type(value), value, tb, limit=limit, compact=True).print(file=file, chain=chain)


def format_exception(exc, /, value=_sentinel, tb=_sentinel, limit=None, chain=True):
    """What `print_exception` prints, as a list of strings."""
    value, tb = _parse_value_tb(exc, value, tb)
    return list(TracebackException(type(value), value, tb, limit=limit, compact=True).format(chain=chain))


def format_exception_only(exc, /, value=_sentinel):
    """The lines about the exception itself, without traceback."""
    if value is _sentinel:
        value = exc
    return list(TracebackException(type(value), value, None, compact=True).format_exception_only())


def _format_final_exc_line(etype, value):
    text = _safe_string(value, "exception")
    return f"{etype}\n" if value is None or not text else f"{etype}: {text}\n"


def _safe_string(value, what, func=str):
    try:
        return func(value)
    except:
        return f"<{what} {func.__name__}() failed>"


def print_exc(limit=None, file=None, chain=True):
    """Prints the exception that is being handled."""
    print_exception(sys.exception(), limit=limit, file=file, chain=chain)


def format_exc(limit=None, chain=True):
    """What `print_exc` prints, as one string."""
    return "".join(format_exception(sys.exception(), limit=limit, chain=chain))


def print_last(limit=None, file=None, chain=True):
    """Prints the last exception that nobody caught."""
    if not hasattr(sys, "last_exc") and not hasattr(sys, "last_type"):
        raise ValueError("no last exception")
    if hasattr(sys, "last_exc"):
        print_exception(sys.last_exc, limit=limit, file=file, chain=chain)
    else:
        print_exception(sys.last_type, sys.last_value, sys.last_traceback, limit, file, chain)


def print_stack(f=None, limit=None, file=None):
    """Prints the stack from a frame, by default the caller's."""
    if f is None:
        f = sys._getframe().f_back
    print_list(extract_stack(f, limit=limit), file=file)


def format_stack(f=None, limit=None):
    """The stack as a list of strings."""
    if f is None:
        f = sys._getframe().f_back
    return format_list(extract_stack(f, limit=limit))


def extract_stack(f=None, limit=None):
    """The stack as a StackSummary, the oldest entry first."""
    if f is None:
        f = sys._getframe().f_back
    stack = StackSummary.extract(walk_stack(f), limit=limit)
    stack.reverse()
    return stack


def clear_frames(tb):
    """Clears the locals of all frames of a traceback that do not run."""
    while tb is not None:
        try:
            tb.tb_frame.clear()
        except RuntimeError:
            pass
        tb = tb.tb_next


# ---- entries

class FrameSummary:
    """One entry: where it is, and the source line, which is read when it is asked for."""

    __slots__ = ("filename", "lineno", "end_lineno", "colno", "end_colno", "name", "_line", "locals")

    def __init__(self, filename, lineno, name, *, lookup_line=True, locals=None, line=None,
                 end_lineno=None, colno=None, end_colno=None):
        self.filename = filename
        self.lineno = lineno
        self.name = name
        self._line = line
        self.end_lineno = end_lineno
        self.colno = colno
        self.end_colno = end_colno
        if lookup_line:
            self.line
        self.locals = None
        if locals:
            self.locals = {k: _safe_string(v, "local", func=repr) for k, v in locals.items()}

    def __eq__(self, other):
        if isinstance(other, FrameSummary):
            return (self.filename == other.filename and self.lineno == other.lineno
                    and self.name == other.name and self.locals == other.locals)
        if isinstance(other, tuple):
            return (self.filename, self.lineno, self.name, self.line) == other
        return NotImplemented

    def __getitem__(self, pos):
        return (self.filename, self.lineno, self.name, self.line)[pos]

    def __iter__(self):
        return iter([self.filename, self.lineno, self.name, self.line])

    def __repr__(self):
        return f"<FrameSummary file {self.filename}, line {self.lineno} in {self.name}>"

    def __len__(self):
        return 4

    @property
    def _original_line(self):
        self.line
        return self._line

    @property
    def line(self):
        if self._line is None:
            if self.lineno is None:
                return None
            self._line = linecache.getline(self.filename, self.lineno)
        return self._line.strip()


def walk_stack(f):
    """Frames with their lines, from the given frame outwards."""
    if f is None:
        f = sys._getframe().f_back.f_back.f_back.f_back
    while f is not None:
        yield f, f.f_lineno
        f = f.f_back


def walk_tb(tb):
    """Frames with the lines at which a traceback went through them."""
    while tb is not None:
        yield tb.tb_frame, tb.tb_lineno
        tb = tb.tb_next


def _walk_tb_with_full_positions(tb):
    while tb is not None:
        positions = _code_position(tb.tb_frame.f_code, tb.tb_lasti)
        if positions[0] is None:
            positions = (tb.tb_lineno, *positions[1:])
        yield tb.tb_frame, positions
        tb = tb.tb_next


def _code_position(code, offset):
    if offset < 0:
        return (None, None, None, None)
    return next(itertools.islice(code.co_positions(), offset // 2, None), (None, None, None, None))


class StackSummary(list):
    """A list of entries."""

    @classmethod
    def extract(klass, frame_gen, *, limit=None, lookup_lines=True, capture_locals=False):
        """From pairs of frame and line."""
        extended = ((f, (lineno, None, None, None)) for f, lineno in frame_gen)
        return klass._extract_from_extended_frame_gen(extended, limit=limit, lookup_lines=lookup_lines,
                                                      capture_locals=capture_locals)

    @classmethod
    def _extract_from_extended_frame_gen(klass, frame_gen, *, limit=None, lookup_lines=True,
                                         capture_locals=False):
        if limit is None:
            limit = getattr(sys, "tracebacklimit", None)
            if limit is not None and limit < 0:
                limit = 0
        if limit is not None:
            if limit >= 0:
                frame_gen = itertools.islice(frame_gen, limit)
            else:
                frame_gen = collections.deque(frame_gen, maxlen=-limit)
        result = klass()
        names = set()
        for f, (lineno, end_lineno, colno, end_colno) in frame_gen:
            code = f.f_code
            names.add(code.co_filename)
            linecache.lazycache(code.co_filename, f.f_globals)
            result.append(FrameSummary(
                code.co_filename, lineno, code.co_name, lookup_line=False,
                locals=f.f_locals if capture_locals else None,
                end_lineno=end_lineno, colno=colno, end_colno=end_colno))
        for name in names:
            linecache.checkcache(name)
        if lookup_lines:
            for entry in result:
                entry.line
        return result

    @classmethod
    def from_list(klass, a_list):
        """From entries or 4-tuples."""
        result = StackSummary()
        for frame in a_list:
            if not isinstance(frame, FrameSummary):
                filename, lineno, name, line = frame
                frame = FrameSummary(filename, lineno, name, line=line)
            result.append(frame)
        return result

    def format_frame_summary(self, entry):
        """One entry as text; an empty string leaves it out."""
        filename = "<stdin>" if entry.filename.startswith("<stdin-") else entry.filename
        row = [f'  File "{filename}", line {entry.lineno}, in {entry.name}\n']
        if entry.line:
            row.append(f"    {entry.line}\n")
            row.extend(self._marks(entry))
        if entry.locals:
            row.extend(f"    {name} = {value}\n" for name, value in sorted(entry.locals.items()))
        return "".join(row)

    def _marks(self, entry):
        """The line of carets, unless they would stand under the whole line."""
        if entry.colno is None or entry.end_colno is None:
            return
        original = entry._original_line
        stripped = entry.line
        bare = original.rstrip()
        start = _character(original, entry.colno)
        if entry.lineno == entry.end_lineno:
            end = _character(original, entry.end_colno)
            try:
                operator = _anchors(original[start:end])
            except Exception:
                operator = None
        else:
            end = len(bare)
            operator = None
        if end - start >= len(stripped) and operator is None or end <= start:
            return
        indent = len(original) - len(original.lstrip())
        text = " " * _width(original[indent:start])
        if operator is None:
            text += "^" * _width(original[start:end])
        else:
            left, right = operator
            inside = original[start:end]
            text += "~" * _width(inside[:left])
            text += "^" * _width(inside[left:right])
            text += "~" * _width(inside[right:])
        yield f"    {text}\n"

    def format(self):
        """All entries as a list of strings; many equal ones in a row are counted."""
        result = []
        last = None
        count = 0

        def repeated():
            if count > _RECURSIVE_CUTOFF:
                more = count - _RECURSIVE_CUTOFF
                plural = "s" if more > 1 else ""
                result.append(f"  [Previous line repeated {more} more time{plural}]\n")

        for entry in self:
            text = self.format_frame_summary(entry)
            if text is None:
                continue
            key = (entry.filename, entry.lineno, entry.name)
            if last is None or last != key:
                repeated()
                last = key
                count = 0
            count += 1
            if count > _RECURSIVE_CUTOFF:
                continue
            result.append(text)
        repeated()
        return result


def _character(line, offset):
    """The index of a character from its offset in UTF-8 bytes."""
    return len(line.encode("utf-8", "replace")[:offset].decode("utf-8", "replace"))


# ---- exceptions

class _Printer:
    """Where exception groups stand inside each other: the depth, and what to do at the end."""

    def __init__(self):
        self.seen = set()
        self.depth = 0
        self.need_close = False

    def indent(self):
        return " " * (2 * self.depth)

    def emit(self, text, margin=None):
        margin = margin if margin is not None else ("| " if self.depth else "")
        prefix = self.indent() + margin
        for part in [text] if isinstance(text, str) else text:
            yield "".join(prefix + line for line in part.splitlines(True))


class TracebackException:
    """An exception as plain data, ready to be printed later."""

    def __init__(self, exc_type, exc_value, exc_traceback, *, limit=None, lookup_lines=True,
                 capture_locals=False, compact=False, max_group_width=15, max_group_depth=10, _seen=None):
        outermost = _seen is None
        if outermost:
            _seen = set()
        _seen.add(id(exc_value))
        self.max_group_width = max_group_width
        self.max_group_depth = max_group_depth
        self.stack = StackSummary._extract_from_extended_frame_gen(
            _walk_tb_with_full_positions(exc_traceback), limit=limit, lookup_lines=lookup_lines,
            capture_locals=capture_locals)
        self.exc_type = exc_type
        self._str = _safe_string(exc_value, "exception")
        self.__notes__ = None
        try:
            self.__notes__ = getattr(exc_value, "__notes__", None)
        except Exception as error:
            self.__notes__ = [f"Ignored error getting __notes__: {_safe_string(error, '__notes__', repr)}"]
        if exc_type and issubclass(exc_type, SyntaxError):
            self._take_syntax_error(exc_value)
        elif exc_type and isinstance(exc_value, BaseException):
            hint = _suggestion(exc_value)
            if hint and issubclass(exc_type, (ImportError, NameError, AttributeError)):
                self._str += hint
        if lookup_lines:
            for entry in self.stack:
                entry.line
        self.__suppress_context__ = exc_value.__suppress_context__ if exc_value is not None else False
        self.__cause__ = self.__context__ = self.exceptions = None
        if outermost:
            self._take_related(exc_value, limit, lookup_lines, capture_locals, compact, _seen)

    def _take_syntax_error(self, error):
        self.filename = error.filename
        self.lineno = str(error.lineno) if error.lineno is not None else None
        self.end_lineno = str(error.end_lineno) if error.end_lineno is not None else None
        self.text = error.text
        self.offset = error.offset
        self.end_offset = error.end_offset
        self.msg = error.msg

    def _take_related(self, value, limit, lookup_lines, capture_locals, compact, seen):
        """Causes, contexts and members of groups, without recursion."""
        def made(exception):
            if exception is None or id(exception) in seen:
                return None
            result = TracebackException(
                type(exception), exception, exception.__traceback__, limit=limit, lookup_lines=lookup_lines,
                capture_locals=capture_locals, max_group_width=self.max_group_width,
                max_group_depth=self.max_group_depth, _seen=seen)
            queue.append((result, exception))
            return result

        queue = [(self, value)]
        while queue:
            te, e = queue.pop()
            if e is None:
                continue
            te.__cause__ = made(e.__cause__)
            hidden = compact and (te.__cause__ is not None or e.__suppress_context__)
            te.__context__ = None if hidden else made(e.__context__)
            if isinstance(e, BaseExceptionGroup):
                te.exceptions = [
                    made(member) or TracebackException(type(member), member, None, _seen=seen)
                    for member in e.exceptions
                ]

    @classmethod
    def from_exception(cls, exc, *args, **kwargs):
        """From an exception object."""
        return cls(type(exc), exc, exc.__traceback__, *args, **kwargs)

    @property
    def exc_type_str(self):
        if self.exc_type is None:
            return None
        name = self.exc_type.__qualname__
        module = self.exc_type.__module__
        if module in ("__main__", "builtins"):
            return name
        if not isinstance(module, str):
            module = "<unknown>"
        return f"{module}.{name}"

    def __eq__(self, other):
        if isinstance(other, TracebackException):
            return self.__dict__ == other.__dict__
        return NotImplemented

    def __str__(self):
        return self._str

    def format_exception_only(self):
        """The lines about the exception itself, then its notes."""
        if self.exc_type is None:
            yield _format_final_exc_line(None, self._str)
            return
        name = self.exc_type_str
        if not issubclass(self.exc_type, SyntaxError):
            yield _format_final_exc_line(name, self._str)
        else:
            yield from self._format_syntax_error(name)
        notes = self.__notes__
        if isinstance(notes, collections.abc.Sequence) and not isinstance(notes, (str, bytes)):
            for note in notes:
                note = _safe_string(note, "note")
                yield from [line + "\n" for line in note.split("\n")]
        elif notes is not None:
            yield f"{_safe_string(notes, '__notes__', func=repr)}\n"

    def _format_syntax_error(self, name):
        where = ""
        if self.lineno is not None:
            yield f'  File "{self.filename or "<string>"}", line {self.lineno}\n'
        elif self.filename is not None:
            where = f" ({self.filename})"
        if self.text is not None:
            text = self.text.rstrip("\n")
            bare = text.lstrip(" \n\f")
            indent = len(text) - len(bare)
            yield f"    {bare}\n"
            if self.offset is not None:
                offset = self.offset
                end = offset if self.end_offset in (None, 0) else self.end_offset
                if offset == end or end == -1:
                    end = offset + 1
                column = offset - 1 - indent
                if column >= 0:
                    spaces = "".join(c if c.isspace() else " " for c in bare[:column])
                    yield f"    {spaces}{'^' * (end - 1 - indent - column)}\n"
        yield f"{name}: {self.msg or '<no detail available>'}{where}\n"

    def format(self, *, chain=True, _ctx=None):
        """Everything, one piece after the other."""
        ctx = _Printer() if _ctx is None else _ctx
        links = []
        exc = self
        while exc is not None:
            message = following = None
            if chain:
                if exc.__cause__ is not None:
                    message, following = _cause_message, exc.__cause__
                elif exc.__context__ is not None and not exc.__suppress_context__:
                    message, following = _context_message, exc.__context__
            links.append((message, exc))
            exc = following
        for message, exc in reversed(links):
            if message is not None:
                yield from ctx.emit(message)
            if exc.exceptions is None:
                if exc.stack:
                    yield from ctx.emit("Traceback (most recent call last):\n")
                    yield from ctx.emit(exc.stack.format())
                yield from ctx.emit(exc.format_exception_only())
            elif ctx.depth > self.max_group_depth:
                yield from ctx.emit(f"... (max_group_depth is {self.max_group_depth})\n")
            else:
                yield from exc._format_group(ctx, chain)

    def _format_group(self, ctx, chain):
        outermost = ctx.depth == 0
        if outermost:
            ctx.depth += 1
        if self.stack:
            yield from ctx.emit("Exception Group Traceback (most recent call last):\n",
                                margin="+ " if outermost else None)
            yield from ctx.emit(self.stack.format())
        yield from ctx.emit(self.format_exception_only())
        count = len(self.exceptions)
        shown = count if count <= self.max_group_width else self.max_group_width + 1
        ctx.need_close = False
        for i in range(shown):
            last = i == shown - 1
            if last:
                # The innermost group closes the frame for those around it.
                ctx.need_close = True
            truncated = i >= self.max_group_width
            title = "..." if truncated else f"{i + 1}"
            corner = "+-" if i == 0 else "  "
            yield f"{ctx.indent()}{corner}+---------------- {title} ----------------\n"
            ctx.depth += 1
            if truncated:
                left = count - self.max_group_width
                plural = "s" if left > 1 else ""
                yield from ctx.emit(f"and {left} more exception{plural}\n")
            else:
                yield from self.exceptions[i].format(chain=chain, _ctx=ctx)
            if last and ctx.need_close:
                yield f"{ctx.indent()}+------------------------------------\n"
                ctx.need_close = False
            ctx.depth -= 1
        if outermost:
            ctx.depth = 0

    def print(self, *, file=None, chain=True):
        """Prints what `format` gives."""
        if file is None:
            file = sys.stderr
        for line in self.format(chain=chain):
            print(line, file=file, end="")
