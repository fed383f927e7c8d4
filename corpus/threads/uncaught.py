"""What a thread does not catch: the words, the hook, SystemExit."""
import io
import sys
import threading
import _thread


def shown(run):
    sys.stderr = io.StringIO()
    try:
        run()
        text = sys.stderr.getvalue()
    finally:
        sys.stderr = sys.__stderr__
    lines = text.splitlines()
    # The frames of the library are not of interest.
    print([l for l in lines if not l.startswith("    ") and "threading.py" not in l])


def start(*args, **kwargs):
    t = threading.Thread(*args, **kwargs)
    t.start()
    t.join()


def fail(what):
    raise what


shown(lambda: start(target=fail, args=(ValueError("bad"),), name="T"))
shown(lambda: start(target=fail, args=(KeyError,)))
shown(lambda: start(target=fail, args=(SystemExit(3),)))
shown(lambda: start(target=fail, args=(KeyboardInterrupt,), name="K"))


def chained():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise LookupError("two") from e


shown(lambda: start(target=chained, name="C"))

caught = []
threading.excepthook = lambda args: caught.append(
    (args.exc_type, str(args.exc_value), args.exc_traceback is not None, args.thread.name))
start(target=fail, args=(OSError("hook"),), name="H")
print(caught)
threading.excepthook = threading.__excepthook__


def bad_hook(args):
    raise RuntimeError("in the hook")


old, threading.excepthook = threading.excepthook, bad_hook
shown(lambda: start(target=fail, args=(ValueError("first"),), name="B"))
threading.excepthook = old

# A thread of the lower module is reported by sys.unraisablehook.
reports = []
sys.unraisablehook = lambda u: reports.append((u.err_msg, type(u.exc_value), u.object is fail_low))
done = _thread.allocate_lock()
done.acquire()


def fail_low():
    done.release()
    raise IndexError("low")


sys.unraisablehook, hook = sys.unraisablehook, None
_thread.start_new_thread(fail_low, ())
done.acquire()
while not reports:
    pass
print(reports)
args = threading.ExceptHookArgs((ValueError, None, None, None))
print(args.exc_type, args.thread)
try:
    threading.__excepthook__(3)
except TypeError as e:
    print(e)
