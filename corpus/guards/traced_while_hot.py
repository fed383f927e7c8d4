# Trace and profile functions set inside hot loops, which change what is called.
import sys
ev = []
def tracer(fr, e, a):
    if fr.f_code.co_name in ('inner', 'hot'): ev.append((fr.f_code.co_name, e, fr.f_lineno - fr.f_code.co_firstlineno))
    return tracer
def inner(x):
    return x + 1
def hot(n, at, mut):
    t = 0
    for i in range(n):
        if i == at: mut()
        t += inner(i)
    return t
for _ in range(50): hot(10, -1, None)
print(hot(4, 1, lambda: sys.settrace(tracer)))
sys.settrace(None)
print(len(ev), ev[:6]); ev.clear()
def on_and_mutate():
    sys.settrace(tracer)
    inner.__code__ = (lambda x: x * 100).__code__
print(hot(4, 1, on_and_mutate)); sys.settrace(None)
print(len(ev)); ev.clear()
def tr2(fr, e, a):
    if e == 'call' and fr.f_code.co_name == '<lambda>':
        fr.f_globals['inner'] = lambda x: 5
        sys.settrace(None)
    return tr2
print(hot(5, 1, lambda: sys.settrace(tr2)), hot(3, -1, None))
def inner(x): return x + K
K = 1
for _ in range(50): hot(5, -1, None)
def tr3(fr, e, a):
    if fr.f_code.co_name == 'inner' and e == 'line':
        global K
        K += 10
    return tr3
print(hot(5, 2, lambda: sys.settrace(tr3))); sys.settrace(None)
prof = []
def pf(fr, e, a):
    if e == 'call' and fr.f_code.co_name == 'inner': prof.append(fr.f_locals.get('x')); globals()['K'] = 0
sys.setprofile(pf); print(hot(3, -1, None)); sys.setprofile(None); print(prof)
