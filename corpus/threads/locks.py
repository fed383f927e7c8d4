"""Lock and RLock between threads: contention, timeouts, ownership."""
import threading

lock = threading.Lock()
total = 0


def add():
    global total
    for _ in range(200):
        with lock:
            before = total
            total = before + 1


ts = [threading.Thread(target=add) for _ in range(4)]
[t.start() for t in ts]
[t.join() for t in ts]
print(total, lock.locked())

lock.acquire()
print(lock.acquire(False), lock.acquire(timeout=0.01), lock.acquire(blocking=True, timeout=0))
t = threading.Thread(target=lock.release)
t.start()
t.join()
print(lock.locked())

r = threading.RLock()
results = []


def try_it():
    results.append(r.acquire(blocking=False))
    try:
        r.release()
    except RuntimeError as e:
        results.append(str(e))


with r:
    with r:
        t = threading.Thread(target=try_it)
        t.start()
        t.join()
        print(results, r._is_owned(), r._recursion_count())


def hold():
    r.acquire()
    held.set()
    go.wait()
    r.release()


held, go = threading.Event(), threading.Event()
t = threading.Thread(target=hold)
t.start()
held.wait()
print(r.acquire(timeout=0.01), r._is_owned(), r._recursion_count())
go.set()
print(r.acquire(timeout=60))
r.release()
t.join()
