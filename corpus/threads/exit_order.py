"""At the end: threads are joined first, then atexit runs; no new threads and no fork any more."""
import atexit
import os
import threading
import time


def at_exit():
    print("atexit", threading.active_count())
    for act in (threading.Thread(target=print).start, os.fork):
        try:
            act()
        except RuntimeError as e:
            print(e)


atexit.register(at_exit)
threading._register_atexit(print, "before the join")


def run():
    while threading.main_thread().is_alive():
        time.sleep(0.001)
    time.sleep(0.02)
    print("thread")
    try:
        threading.Thread(target=print).start()
    except RuntimeError as e:
        print(e)


threading.Thread(target=run).start()
print("main")
