"""Cycles and finalisers between threads: nothing of a running thread is collected."""
import gc
import threading
import weakref


class Node:
    def __init__(self):
        self.me = self


stop = False
bad = []


def build():
    while not stop:
        a, b = Node(), Node()
        a.other, b.other = b, a
        keep = [a, {"b": b}, (a, b)]
        if keep[1]["b"].other is not a or a.me is not a:
            bad.append(1)
        rounds.append(1)


rounds = []
ts = [threading.Thread(target=build) for _ in range(3)]
[t.start() for t in ts]
for _ in range(5):
    gc.collect()
while len(rounds) < 30:
    gc.collect()
stop = True
[t.join() for t in ts]
print(bad)

# A finaliser runs in whichever thread drops the last reference.
where = []


class Last:
    def __del__(self):
        where.append(threading.current_thread().name)


box = [Last()]
t = threading.Thread(target=box.clear, name="dropper")
t.start()
t.join()
print(where)

node = Node()
ref = weakref.ref(node, lambda r: where.append("callback"))


def drop():
    global node
    node = None
    gc.collect()


t = threading.Thread(target=drop)
t.start()
t.join()
print(ref(), where[-1])
print(threading.active_count())
