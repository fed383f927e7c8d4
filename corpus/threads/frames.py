"""sys._current_frames and sys._current_exceptions see every thread."""
import sys
import threading
import traceback

ready, go = threading.Event(), threading.Event()


def inner():
    local = "of the thread"
    try:
        raise KeyError("handled")
    except KeyError:
        ready.set()
        go.wait()
    print(local)


def outer():
    inner()


t = threading.Thread(target=outer)
t.start()
ready.wait()
frames = sys._current_frames()
print(set(frames) == {t.ident, threading.get_ident()})
frame = frames[t.ident]
names = [f.f_code.co_name for f, _ in traceback.walk_stack(frame)]
print([n for n in names if n in ("inner", "outer", "run")])
while frame.f_code.co_name != "inner":
    frame = frame.f_back
print(frame.f_locals["local"], frame.f_lineno - inner.__code__.co_firstlineno)
exceptions = sys._current_exceptions()
print(repr(exceptions[t.ident]), exceptions[threading.get_ident()])
go.set()
t.join()
print(set(sys._current_frames()) == {threading.get_ident()})
print(frame.f_locals, frame.f_back.f_code.co_name)
