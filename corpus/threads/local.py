"""[slow] threading.local: a dict a thread, __init__ in each, what goes when."""
import gc
import threading
import weakref

plain = threading.local()
plain.x = "main"
seen = []


def look(value):
    seen.append(getattr(plain, "x", None))
    plain.x = value
    seen.append(plain.x)
    seen.append(plain.__dict__)


for v in "ab":
    t = threading.Thread(target=look, args=(v,))
    t.start()
    t.join()
print(seen, plain.x, vars(plain))


class Counted(threading.local):
    made = 0
    limit = 10

    def __init__(self, start, *, step=1):
        type(self).made += 1
        self.n, self.step = start, step

    def next(self):
        self.n += self.step
        return self.n


c = Counted(5, step=2)
print(c.next(), c.next())
results = []
ts = [threading.Thread(target=lambda: results.append([c.next() for _ in range(3)])) for _ in range(3)]
[t.start() for t in ts]
[t.join() for t in ts]
print(results, Counted.made, c.n, c.limit)


class Thing:
    pass


gone = []


def leave_something():
    thing = Thing()
    weakref.finalize(thing, gone.append, "with its thread")
    plain.thing = thing


t = threading.Thread(target=leave_something)
t.start()
t.join()
gc.collect()
print(gone)

holder = threading.local()
ready, go = threading.Event(), threading.Event()


def keep():
    thing = Thing()
    weakref.finalize(thing, gone.append, "with its local")
    holder.thing = thing
    del thing
    ready.set()
    go.wait()


t = threading.Thread(target=keep)
t.start()
ready.wait()
del holder
gc.collect()
print(gone)
go.set()
t.join()

for act in (lambda: threading.local(1), lambda: setattr(plain, "__dict__", {}),
            lambda: delattr(plain, "nothing"), lambda: plain.nothing):
    try:
        act()
    except (TypeError, AttributeError) as e:
        print(type(e).__name__, e)
del plain.x
print(hasattr(plain, "x"), isinstance(c, threading.local))
