# How exception groups are printed.
def leaf(n):
    try:
        raise ValueError(n)
    except ValueError as e:
        e.add_note("note of %d" % n)
        return e
def g():
    try:
        raise ExceptionGroup("inner", [leaf(1), TypeError("t\nsecond line")])
    except ExceptionGroup as e:
        return e
def deep(n):
    if n == 0: return ValueError("deep")
    return ExceptionGroup("d%d" % n, [deep(n-1), OSError(2, "x")])
try:
    try:
        raise ExceptionGroup("outer", [g(), leaf(2), ExceptionGroup("many", [ValueError(i) for i in range(20)]), deep(14)])
    except* OSError as e:
        raise KeyError("from star") from leaf(7)
except BaseExceptionGroup as e:
    e.add_note("top note")
    raise RuntimeError("final") from e
