"""Barrier: phases, action, abort, reset, timeout."""
import threading

phases = []
barrier = threading.Barrier(3, action=lambda: phases.append(len(phases)))
indexes = []


def run():
    for _ in range(4):
        indexes.append(barrier.wait())


ts = [threading.Thread(target=run) for _ in range(3)]
[t.start() for t in ts]
[t.join() for t in ts]
print(phases, sorted(indexes), barrier.parties, barrier.n_waiting, barrier.broken)

broken = []


def wait():
    try:
        barrier.wait()
    except threading.BrokenBarrierError:
        broken.append(True)


ts = [threading.Thread(target=wait) for _ in range(2)]
[t.start() for t in ts]
while barrier.n_waiting < 2:
    pass
barrier.abort()
[t.join() for t in ts]
print(broken, barrier.broken)
barrier.reset()
print(barrier.broken)
try:
    barrier.wait(timeout=0.01)
except threading.BrokenBarrierError:
    print("timeout breaks it")
