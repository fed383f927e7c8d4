# A thread swaps code, classes and class attributes while three others call.
import threading
def f(x): return x + 1
def g(x): return x - 1
def work(out):
    for i in range(2000):
        r = f(i) - i
        if r not in (1, -1): out.append(r)
def flip(stop):
    a, b = f.__code__, g.__code__
    while not stop.is_set():
        f.__code__ = b; f.__code__ = a
outs = []; stop = threading.Event()
fl = threading.Thread(target=flip, args=(stop,)); fl.start()
ts = [threading.Thread(target=work, args=(outs,)) for _ in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]; stop.set(); fl.join()
print(outs, f(1))
class C:
    def m(s): return 1
class D:
    def m(s): return 2
o = C(); bad = []
def rd():
    for i in range(2000):
        r = o.m()
        if r not in (1, 2): bad.append(r)
stop.clear()
def fc():
    while not stop.is_set():
        o.__class__ = D; o.__class__ = C; C.extra = 1; del C.extra
fl = threading.Thread(target=fc); fl.start()
ts = [threading.Thread(target=rd) for _ in range(3)]
[t.start() for t in ts]; [t.join() for t in ts]; stop.set(); fl.join()
print(bad, o.m())
lock_local = threading.local()
def tl(): return getattr(lock_local, 'v', None)
for _ in range(50): tl()
lock_local.v = 1; print(tl()); res = []
t = threading.Thread(target=lambda: res.append(tl())); t.start(); t.join(); print(res)
