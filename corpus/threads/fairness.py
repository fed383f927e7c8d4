"""Threads that only compute take turns: each sees the others advance."""
import sys
import threading

sys.setswitchinterval(0.0005)
counts = [0] * 3
stop = False


def spin(n):
    while not stop:
        counts[n] += 1


ts = [threading.Thread(target=spin, args=(n,)) for n in range(3)]
[t.start() for t in ts]
# The main thread computes, too; it never sleeps.
rounds = 0
while min(counts) < 50:
    rounds += 1
stop = True
[t.join() for t in ts]
print(all(c >= 50 for c in counts), round(sys.getswitchinterval(), 6))


# Two that hand a ball to each other without a lock.
ball = 0
hits = []


def hit(me):
    global ball
    while len(hits) < 20:
        if ball == me:
            hits.append(me)
            ball = 1 - me


ts = [threading.Thread(target=hit, args=(n,)) for n in range(2)]
[t.start() for t in ts]
[t.join() for t in ts]
print(hits[:20] == [0, 1] * 10)
for bad in (0, -1.0):
    try:
        sys.setswitchinterval(bad)
    except ValueError as e:
        print(e)
