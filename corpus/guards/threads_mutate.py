# Another thread changes what this one uses.
import builtins
import threading

K = 1
real = len


class C:
    def m(self):
        return "old"


c = C()


def mutate():
    global K
    K = 2
    builtins.len = lambda x: "thread"
    C.m = lambda self: "new"
    f.__code__ = (lambda: "swapped").__code__


def f():
    return "f"


def hot():
    out = []
    for i in range(100):
        if i == 50:
            t = threading.Thread(target=mutate)
            t.start()
            t.join()
        out.append((K, len("a"), c.m(), f()))
    return out


r = hot()
print(r[49], r[50], r[99])
builtins.len = real
results = []


def reader():
    results.append([K for _ in range(60)][-1])


for i in range(3):
    K = i
    t = threading.Thread(target=reader)
    t.start()
    t.join()
print(results)
