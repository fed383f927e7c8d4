# A generator is traced that was suspended within a loop over a constant range.
import sys
ev = []
def tr(f, e, a):
    if f.f_code.co_name == "g": ev.append((e, f.f_lineno - b, f.f_locals.get("i")))
    return tr
def g():
    for i in range(4):
        x = yield i
        x = yield -i
    yield "end"
b = g.__code__.co_firstlineno
for _ in range(20): list(g())
it = g(); print(next(it), next(it), next(it))
sys.settrace(tr); r = list(it); sys.settrace(None)
print(r, ev)
it = g(); next(it); next(it)
sys.settrace(tr); print(next(it)); sys.settrace(None)
print(list(it))
