# One thread rebinds names, attributes and code while others run.
import threading, sys
sys.setswitchinterval(1e-5)
class C: v = 0
def f(x): return x + K
K = 0
stop = False
bad = []
def worker():
    o = C()
    for i in range(3000):
        r = f(i) - i
        if r not in (0, 1, 1000, 1001): bad.append(('f', r))
        if o.v not in (0, 1): bad.append(('v', o.v))
        if len('abc') not in (3, 'x'): bad.append('len')
def mut():
    global K
    import builtins
    real = len
    c1, c2 = f.__code__, (lambda x: x + 1000 + K).__code__
    n = 0
    while not stop:
        n += 1
        K = n & 1
        C.v = n & 1
        f.__code__ = (c1, c2)[n & 1]
        builtins.len = (lambda x: real(x)) if n % 3 == 0 else real
        globals()[f't{n % 50}'] = n
        globals().pop(f't{(n + 25) % 50}', None)
    builtins.len = real
ts = [threading.Thread(target=worker) for _ in range(3)]
m = threading.Thread(target=mut)
m.start()
[t.start() for t in ts]; [t.join() for t in ts]
stop = True; m.join()
print(bad[:3], len('abc'))
