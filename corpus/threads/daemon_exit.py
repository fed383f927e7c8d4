"""Daemon threads do not keep the program, and harm nothing at its end."""
import threading
import time


class Noisy:
    def __del__(self):
        pass


def spin():
    while True:
        table[0] = [Noisy() for _ in range(3)]


def sleep():
    while True:
        time.sleep(0.0001)


def block():
    threading.Lock().acquire() or lock.acquire()


table = {}
lock = threading.Lock()
lock.acquire()
for f in (spin, spin, sleep, sleep, block):
    threading.Thread(target=f, daemon=True).start()


def late():
    time.sleep(0.02)
    print("not a daemon: waited for")


threading.Thread(target=late).start()
print("main ends")
