"""threading.Thread: names, states, run and start, daemon, join, subclasses."""
import threading

t = threading.Thread(target=print, args=("target",), kwargs={"end": "!\n"}, name="N")
print(t.name, t.daemon, t.ident, t.is_alive(), t)
t.start()
t.join()
print(t.is_alive(), t.ident is not None, repr(t).startswith("<Thread(N, stopped "))
for act in (t.start, lambda: threading.Thread(group=1), threading.current_thread().join,
            threading.Thread().join):
    try:
        act()
    except (RuntimeError, AssertionError) as e:
        print(type(e).__name__, e)


class Sum(threading.Thread):
    def __init__(self, numbers):
        super().__init__(daemon=True)
        self.numbers = numbers
        self.result = None

    def run(self):
        self.result = sum(self.numbers)


ts = [Sum(range(n)) for n in range(5)]
for t in ts:
    t.start()
for t in ts:
    t.join()
print([t.result for t in ts], ts[0].daemon)

inner = []


def child():
    me = threading.current_thread()
    inner.append((me.name, me.daemon, threading.main_thread() is not me,
                  threading.get_ident() == me.ident, me in threading.enumerate()))
    inner.append(threading.Thread().daemon)


t = threading.Thread(target=child, name="child", daemon=True)
t.start()
t.join()
print(inner)
print(threading.active_count(), threading.main_thread() is threading.current_thread())
try:
    t.daemon = False
    threading.current_thread().daemon = True
except RuntimeError as e:
    print(e)
