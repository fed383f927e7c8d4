# Groups in chains, chains in groups, syntax errors in groups, notes of many lines.
def caught(f, *args):
    try:
        f(*args)
    except Exception as e:
        return e


def fail(n):
    raise ValueError(f"fail {n}")


def chain():
    try:
        fail(1)
    except ValueError as e:
        raise KeyError("second") from e


def nested():
    try:
        chain()
    except KeyError:
        e = caught(compile, "x = = 1", "<made>", "exec")
        raise ExceptionGroup("with syntax", [e, caught(chain), ExceptionGroup("bare", [OSError(2, "no file", "name")])])


try:
    nested()
except ExceptionGroup as g:
    g.add_note("first line\nsecond line")
    g.add_note("")
    g.exceptions[0].add_note("on syntax")
    try:
        raise RuntimeError("on top\nof it")
    except RuntimeError as r:
        final = ExceptionGroup("last", [r, ExceptionGroup("only", [ExceptionGroup("one", [TypeError()])])])
        raise final
