# [exits] The context is hidden by `from None`, notes are printed.
try:
    1 / 0
except ZeroDivisionError as e:
    error = ValueError("hidden context", 5)
    error.add_note("a note")
    error.add_note("two\nlines")
    raise error from None
