# After the page "Everything in Python is mutable", which names no author or date: one thread changes what another
# one uses: builtins, the code of a running function, and its local variables.
import builtins
import ctypes
import sys
import threading

go, done = threading.Semaphore(0), threading.Semaphore(0)
seen = []


def other(*changes):
    # Each change is made while the main thread waits for it.
    def run():
        for change in changes:
            go.acquire()
            change()
            done.release()

    thread = threading.Thread(target=run)
    thread.start()
    return thread


def step():
    go.release()
    done.acquire()


def worker(x):
    return "old code", len("abc"), x


def use():
    return [worker(i) for i in range(30)][-1]


original, old_code = builtins.len, worker.__code__
thread = other(
    lambda: setattr(builtins, "len", lambda x: "mock!"),
    lambda: setattr(worker, "__code__", (lambda x: ("new code", len(x) if 0 else len, x)[0::2]).__code__),
    lambda: setattr(builtins, "len", original),
    lambda: setattr(worker, "__code__", old_code),
    lambda: setattr(worker, "__defaults__", ("default",)),
)
print(use())
for _ in range(4):
    step()
    print(use())
step()
print(worker())
thread.join()


def waiting():
    x, y = 1, "kept"
    step()
    first = x
    step()
    return first, x, y


def change(value):
    def run():
        frame = sys._current_frames()[main]
        while frame.f_code.co_name != "waiting":
            frame = frame.f_back
        frame.f_locals["x"] = value
        ctypes.pythonapi.PyFrame_LocalsToFast(ctypes.py_object(frame), ctypes.c_int(0))

    return run


main = threading.get_ident()
thread = other(change("from outside"), change("again"))
print(waiting())
thread.join()


# A module that one thread replaces, another one imports.
class Fake:
    answer = 42


thread = other(lambda: sys.modules.__setitem__("fake_module", Fake))
step()
thread.join()
import fake_module

print(fake_module.answer)
