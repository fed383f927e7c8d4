# [slow] Tracebacks as the library prints them.
import io
import sys
import traceback


def divide(n):
    return n + 1 / n


def deep(n):
    return deep(n - 1) if n else divide(n)


def show(f, *args, **kw):
    try:
        f(*args)
    except Exception as e:
        traceback.print_exception(e, file=sys.stdout, **kw)


show(divide, 0)
show(deep, 6)
show(divide, 0, limit=1)
show(divide, 0, limit=-1)


def chained():
    try:
        {}["missing"]
    except KeyError as e:
        raise ValueError("bad", 2) from e


def context():
    try:
        [][3]
    except IndexError:
        None.attribute


show(chained)
show(context)
show(chained, chain=False)


def group():
    try:
        raise OSError("inner")
    except OSError:
        raise ExceptionGroup("several", [ValueError(1), ExceptionGroup("nested", [TypeError("t")] * 2)])


show(group)


def noted():
    e = RuntimeError("with notes")
    e.add_note("first\nsecond")
    raise e


show(noted)
show(lambda: compile("a = 1 +\n", "file.py", "exec"))
show(lambda: compile("if x:\npass\n", "file.py", "exec"))
try:
    divide(0)
except ZeroDivisionError as e:
    e.__traceback__ = e.__traceback__.tb_next
    te = traceback.TracebackException.from_exception(e, capture_locals=True)
    print("".join(te.format()))
    for entry in te.stack:
        print(entry.lineno, entry.name, entry.line, entry.colno, entry.end_colno, len(entry))
    print(traceback.format_exception_only(e), traceback.format_exception_only(type(e), e))
    print(traceback.format_exc().splitlines()[-1])
    print([tuple(f)[2:] for f in traceback.extract_tb(e.__traceback__)])
    print(te == traceback.TracebackException.from_exception(e, capture_locals=True), str(te))


def stack():
    return traceback.extract_stack()


print([(f.name, f.line) for f in stack()])
print(traceback.format_list([("f.py", 3, "name", "text"), ("g.py", 4, "other", None)]))
out = io.StringIO()
traceback.print_stack(file=out)
print(out.getvalue().splitlines()[-1])
print(traceback.format_exception(None))
try:
    traceback.print_exception(3)
except TypeError as e:
    print(e)
try:
    wrong_naem = 1
    wrong_name
except NameError:
    print(traceback.format_exc())
