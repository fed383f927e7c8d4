# Another thread mutates while a function is under way.
import threading, builtins
class C:
    def __init__(self): self.x = 1
    def m(self): return "m"
m0 = C.m
def f(): return "f"
def g(): return "g"
f0 = f.__code__
G = 0
go, done = threading.Semaphore(0), threading.Semaphore(0)
acts = []
def worker():
    while True:
        go.acquire()
        if not acts: break
        acts.pop(0)()
        done.release()
t = threading.Thread(target=worker); t.start()
def do(a):
    acts.append(a); go.release(); done.acquire()
def a1():
    global G
    G = 1
    C.m = lambda self: "T"
def a2(): f.__code__ = g.__code__
def a3(): builtins.len = lambda x: "L"
def a4():
    global G
    G = 0; C.m = m0; f.__code__ = f0; del builtins.len; builtins.len = real
real = len
def hot(c, a):
    r = []
    for i in range(4):
        r.append((G, c.x, c.m(), f(), len("ab")))
        if a and i == 1: do(a)
    return r
c = C()
last = None
for i in range(200):
    a = {60: a1, 80: a2, 100: a3, 120: a4, 160: a1, 170: a4}.get(i)
    r = hot(c, a)
    if r != last: print(i, r)
    last = r
go.release(); t.join()
