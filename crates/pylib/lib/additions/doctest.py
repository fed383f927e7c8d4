def _exception_text(kind, value):
    """The lines about an exception that are compared with the expected ones: without code and carets."""
    lines = traceback.format_exception_only(kind, value)
    if issubclass(kind, SyntaxError):
        starts = f"{kind.__qualname__}:", f"{kind.__module__}.{kind.__qualname__}:"
        while lines and not lines[0].startswith(starts):
            del lines[0]
    return "".join(lines)


