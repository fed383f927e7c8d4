"""settrace and setprofile in threads: their own, those to come, all that run."""
import sys
import threading


def target():
    x = 1
    return x


events = []


def tracer(frame, event, arg):
    if frame.f_code is target.__code__:
        events.append((event, frame.f_lineno - target.__code__.co_firstlineno))
        return tracer


threading.settrace(tracer)
print(threading.gettrace() is tracer, sys.gettrace())
t = threading.Thread(target=target)
t.start()
t.join()
threading.settrace(None)
print(events)
target()
print(len(events))

calls = []


def profiler(frame, event, arg):
    if event == "call" and frame.f_code is target.__code__:
        calls.append(threading.current_thread().name)


threading.setprofile(profiler)
t = threading.Thread(target=target, name="profiled")
t.start()
t.join()
threading.setprofile(None)
print(calls)

# A thread that runs already is traced from its next look at pending work.
del events[:]
stop = False


def busy():
    while not stop:
        target()


t = threading.Thread(target=busy)
t.start()
threading.settrace_all_threads(tracer)
while len(events) < 8:
    pass
threading.settrace_all_threads(None)
stop = True
t.join()
print(sorted(set(events)))
print(sys.gettrace(), threading.gettrace())

calls = []
stop = False
t = threading.Thread(target=busy, name="busy")
t.start()
threading.setprofile_all_threads(profiler)
while len(calls) < 3:
    pass
threading.setprofile_all_threads(None)
stop = True
t.join()
print(sorted(set(calls)))
