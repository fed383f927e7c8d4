# Loops over constant ranges are left while they are traced.
import sys
def h(on, k):
    if on: sys.settrace(tr); sys._getframe(1).f_trace = tr
    return k
ev = []
def tr(f, e, a): ev.append((e, f.f_lineno - b)); return tr
def f(on):
    for i in range(5):
        if h(on and i == 2, i) == 2:
            break
    else:
        i = "else"
    try:
        for j in range(3):
            for k in [1, 2]:
                if j == 1: raise KeyError(j)
    except KeyError as e: r = e.args
    return i, j, k, r
b = f.__code__.co_firstlineno
for _ in range(20): f(False)
print(f(True)); sys.settrace(None); print(ev); print(f(False))
