"""Texts that do not compile, and what is said of them."""


def check(text, mode="exec"):
    """Compiles a text and shows the error with its place."""
    try:
        compile(text, "<mistake>", mode)
        print(repr(text), "compiles")
    except SyntaxError as e:
        place = (e.lineno, e.offset, e.end_lineno, e.end_offset)
        print(f"{text!r}\n    {type(e).__name__}: {e.msg} {place} {e.text!r}")


def check_lines(mistakes):
    """Checks a text for each line, in which a bar stands for the end of a line."""
    for text in mistakes.strip("\n").split("\n"):
        check(text.replace("|", "\n"))
