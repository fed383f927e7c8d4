# What runs when the interpreter ends: threading's callbacks, atexit's, finalisers; locks shown.
import atexit
import sys
import threading

print(threading.Semaphore(2).__repr__().split(":", 1)[1], threading.BoundedSemaphore(3).__repr__().split(":", 1)[1])
event = threading.Event()
print(repr(event).split(":", 1)[1])
event.set()
print(repr(event).split(":", 1)[1], repr(threading.Barrier(2)).split(":", 1)[1])
lock = threading._RLock()
with lock, lock:
    print(lock._recursion_count())
print(lock._recursion_count())
threading.settrace_all_threads(None)
threading.setprofile_all_threads(None)
print(threading.gettrace(), threading.getprofile())


class Last:
    ending = sys.is_finalizing
    say = print

    def __del__(self):
        self.say("last", self.ending())


last = Last()
atexit.register(lambda: print("atexit", sys.is_finalizing()))
threading._register_atexit(print, "threading")
print(sys.is_finalizing())
