"""A generator that runs in one thread cannot be resumed by another."""
import threading

entered, go = threading.Event(), threading.Event()


def g():
    yield 1
    entered.set()
    go.wait()
    yield 2


it = g()
next(it)
t = threading.Thread(target=lambda: results.append(next(it)))
results = []
t.start()
entered.wait()
for act in (lambda: next(it), lambda: it.throw(KeyError), it.close):
    try:
        act()
    except ValueError as e:
        print(e)
print(it.gi_running, it.gi_frame.f_code.co_name)
go.set()
t.join()
print(results, it.gi_running)


# One generator, passed round between threads.
def count():
    n = 0
    while True:
        got = yield n, threading.current_thread().name
        n += 1


c = count()
log = []
for name in "abc":
    t = threading.Thread(target=lambda: log.extend(next(c) for _ in range(2)), name=name)
    t.start()
    t.join()
print(log)
