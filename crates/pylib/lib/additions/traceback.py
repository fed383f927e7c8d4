

# As in 3.12, by what the machine's own reports go by.

from _traceback import anchors as _anchors, suggestion as _suggestion, width as _display_width


def _marks(entry):
    """The line of carets, or nothing where they would stand under the whole line."""
    if None in (entry.colno, entry.end_colno):
        return ""
    source = entry._original_line
    parts = None
    start = _byte_offset_to_character_offset(source, entry.colno)
    end = len(source.rstrip())
    if entry.end_lineno == entry.lineno:
        end = _byte_offset_to_character_offset(source, entry.end_colno)
        with suppress(Exception):
            parts = _anchors(source[start:end])
    marked = source[start:end]
    if not marked and end <= start:
        return ""
    if parts is None and end - start >= len(entry.line):
        return ""
    left, right = parts or (0, len(marked))
    indent = len(source) - len(source.lstrip())
    strokes = [(" ", source[indent:start]), ("~", marked[:left]), ("^", marked[left:right]), ("~", marked[right:])]
    return "    " + "".join(sign * _display_width(under) for sign, under in strokes) + "\n"


def _syntax_carets(error, code, spaces):
    """The carets under the code of a SyntaxError, of whose line so many spaces were cut."""
    first = error.offset
    column = -1 if first is None else first - 1 - spaces
    if column >= 0:
        stop = error.end_offset or first
        carets = "^" * (1 if stop in (first, -1) else stop - first)
        blank = "".join([c if c.isspace() else " " for c in code[:column]])
        yield f"    {blank}{carets}\n"


def _indent(text, margin):
    """The text with the margin before each of its lines."""
    return "".join([margin + line for line in text.splitlines(True)])
