"""Condition: wait, notify, wait_for, timeouts, errors."""
import threading

c = threading.Condition()
turn = 0
log = []


def player(n, rounds):
    global turn
    for _ in range(rounds):
        with c:
            c.wait_for(lambda: turn % 3 == n)
            log.append(n)
            turn += 1
            c.notify_all()


ts = [threading.Thread(target=player, args=(n, 5)) for n in range(3)]
[t.start() for t in ts]
[t.join() for t in ts]
print(log)

with c:
    print(c.wait(timeout=0.01), c.wait_for(lambda: False, timeout=0.01))
for act in (c.wait, c.notify):
    try:
        act()
    except RuntimeError as e:
        print(e)

waiting = threading.Semaphore(0)
woken = []


def waiter(n):
    with c:
        waiting.release()
        c.wait()
        woken.append(n)


ts = [threading.Thread(target=waiter, args=(n,)) for n in range(3)]
[t.start() for t in ts]
for _ in ts:
    waiting.acquire()
with c:
    c.notify(2)
while len(woken) < 2:
    pass
print(len(woken))
with c:
    c.notify()
[t.join() for t in ts]
print(sorted(woken))
