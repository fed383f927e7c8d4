"""[slow] The recursion limit holds in each thread, and native nesting ends in RecursionError."""
import sys
import threading


def deep(n):
    return 0 if n == 0 else 1 + deep(n - 1)


def run(f, *args):
    out = []

    def body():
        try:
            out.append(f(*args))
        except RecursionError as e:
            out.append(str(e)[:32])

    t = threading.Thread(target=body)
    t.start()
    t.join()
    return out[0]


print(run(deep, 500), run(deep, 100000))
sys.setrecursionlimit(5000)
print(run(deep, 4000), run(deep, 100000))
sys.setrecursionlimit(1000)

started, limited = threading.Event(), threading.Event()


def waits():
    started.set()
    limited.wait()
    try:
        deep(2000)
    except RecursionError:
        return "limited"
    return "deep"


t = []
th = threading.Thread(target=lambda: t.append(waits()))
th.start()
started.wait()
sys.setrecursionlimit(3000)
limited.set()
th.join()
print(t)
sys.setrecursionlimit(1000)


def nested():
    x = []
    for _ in range(100000):
        x = [x]
    return repr(x)


print(run(nested))


class Loop:
    def __getattr__(self, name):
        return getattr(self, name + "x")


print(run(lambda: Loop().a))
old = threading.stack_size(1 << 20)
print(run(deep, 100000))
threading.stack_size(old)
