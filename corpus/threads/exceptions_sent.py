# The recipe that ends a thread: an exception sent to it is raised between two of its instructions.
import ctypes
import threading
import time


class Stop(Exception):
    pass


def send(ident, what):
    return ctypes.pythonapi.PyThreadState_SetAsyncExc(ctypes.c_ulong(ident), ctypes.py_object(what))


log = []
ready = threading.Event()


def sleeping():
    try:
        ready.set()
        while True:
            time.sleep(0.001)
    except Stop:
        log.append("stopped")


def busy():
    try:
        ready.set()
        n = 0
        while True:
            n += 1
    finally:
        log.append("finally")


for work, what in ((sleeping, Stop), (busy, SystemExit)):
    ready.clear()
    thread = threading.Thread(target=work)
    thread.start()
    ready.wait()
    print(send(thread.ident, what))
    thread.join()
    print(log, thread.is_alive())

print(send(2 ** 60, Stop))
try:
    print(send(threading.get_ident(), ValueError))
    for _ in range(100):
        pass
except ValueError as e:
    print("here", repr(e))
