"""Semaphore, BoundedSemaphore, Event."""
import threading

s = threading.Semaphore(2)
inside = most = 0
guard = threading.Lock()


def work():
    global inside, most
    for _ in range(20):
        with s:
            with guard:
                inside += 1
                most = max(most, inside)
            with guard:
                inside -= 1


ts = [threading.Thread(target=work) for _ in range(5)]
[t.start() for t in ts]
[t.join() for t in ts]
print(most <= 2, inside)
print(s.acquire(timeout=0.01), s.acquire(False), s.acquire(False), s.acquire(timeout=0.01))
s.release(2)
print(s._value)

b = threading.BoundedSemaphore(1)
b.acquire()
b.release()
try:
    b.release()
except ValueError as e:
    print(e)
try:
    threading.Semaphore(-1)
except ValueError as e:
    print(e)

e = threading.Event()
print(e.is_set(), e.wait(0.01))
got = []
ts = [threading.Thread(target=lambda: got.append(e.wait())) for _ in range(3)]
[t.start() for t in ts]
e.set()
[t.join() for t in ts]
print(got, e.is_set(), e.wait())
e.clear()
print(e.is_set())
