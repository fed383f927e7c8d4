"""Many threads, one after the other and at once."""
import threading

total = []
for n in range(60):
    t = threading.Thread(target=total.append, args=(n,))
    t.start()
    t.join()
print(total == list(range(60)))
gate = threading.Event()
arrived = threading.Semaphore(0)


def wait(n):
    arrived.release()
    gate.wait()
    total.append(n)


ts = [threading.Thread(target=wait, args=(n,)) for n in range(40)]
[t.start() for t in ts]
for _ in ts:
    arrived.acquire()
print(threading.active_count(), len(set(t.ident for t in ts)), len(set(t.native_id for t in ts)))
gate.set()
[t.join() for t in ts]
print(len(total), threading.active_count())
