"""Handlers run in the main thread, whatever it waits for."""
import os
import queue
import signal
import threading
import time
import _thread

log = []


armed = False


def handler(number, frame):
    # A thread may start or end when the signal comes.
    if not armed:
        return
    log.append(threading.current_thread() is threading.main_thread())
    raise InterruptedError(f"signal {number == signal.SIGUSR1}")


signal.signal(signal.SIGUSR1, handler)
lock = threading.Lock()
lock.acquire()
forever = threading.Event()
waits = {
    "lock": lock.acquire,
    "lock with timeout": lambda: lock.acquire(timeout=60),
    "event": threading.Event().wait,
    "queue": queue.Queue().get,
    "simple queue": queue.SimpleQueue().get,
    "join": lambda: sleeper.join(),
    "sleep": lambda: time.sleep(60),
    "condition": lambda: condition.wait(),
}
condition = threading.Condition()
condition.acquire()
sleeper = threading.Thread(target=forever.wait)
sleeper.start()


def send():
    while not armed:
        time.sleep(0.001)
    time.sleep(0.02)
    os.kill(os.getpid(), signal.SIGUSR1)


for name, wait in waits.items():
    t = threading.Thread(target=send)
    t.start()
    try:
        armed = True
        wait()
    except InterruptedError as e:
        print(name, e)
    armed = False
    t.join()
print(log)

# To a thread by its number: the handler runs in the main one all the same.
del log[:]
armed = True
try:
    signal.pthread_kill(sleeper.ident, signal.SIGUSR1)
    while True:
        time.sleep(0.001)
except InterruptedError:
    print(log)
forever.set()
sleeper.join()
try:
    signal.pthread_kill(sleeper.ident + 1, 0)
except ProcessLookupError as e:
    print(e.errno)

errors = []


def set_handler():
    try:
        signal.signal(signal.SIGUSR2, handler)
    except ValueError as e:
        errors.append(str(e))


t = threading.Thread(target=set_handler)
t.start()
t.join()
print(errors)


running = False


def interrupt():
    while not running:
        time.sleep(0.001)
    _thread.interrupt_main()


t = threading.Thread(target=interrupt)
t.start()
try:
    running = True
    while True:
        time.sleep(0.001)
except KeyboardInterrupt:
    print("KeyboardInterrupt")
t.join()
