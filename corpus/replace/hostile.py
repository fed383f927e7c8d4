# [ours] Replacing at moments when native code or Python code is in the middle of something.
import theseus, sys, gc
# from __hash__
class H:
    def __init__(s, n): s.n = n
    armed = None
    def __hash__(s):
        if H.armed:
            f, H.armed = H.armed, None
            f()
        return hash(s.n)
    def __eq__(s, o): return isinstance(o, H) and s.n == o.n
    def __repr__(s): return f'H{s.n}'
x, y = H(1), H(2)
d = {x: 'x'}
log = []
H.armed = lambda: log.append(theseus.replace(x, y).count)
try: print(d[x])
except KeyError as e: print('KeyError', e)
print(log, d, x, y)
# nested planning
a, b = [1], [2]
x, y = H(3), H(4)
d = {x: 1}
def nested():
    try: theseus.replace(a, b)
    except theseus.ReplaceError as e: log.append(str(e))
H.armed = nested
theseus.replace(x, y); print(log[-1], d)
# hash stores old
x, y = H(5), H(6); keepers = []
H.armed = lambda: keepers.append(x)
d = {x: 1}
r = theseus.replace(x, y)
print(r.count, keepers[0] is y, d)
# hash raising
class Bad:
    def __hash__(s): raise ZeroDivisionError('boom')
d = {x: 1}; bad = Bad()
try: theseus.replace(x, bad)
except ZeroDivisionError as e: print('through', e, d)
# __eq__ between colliding keys
calls = []
class Q:
    def __init__(s, n): s.n = n
    def __hash__(s): return 7
    def __eq__(s, o): calls.append((s.n, o.n)); return False
    def __repr__(s): return f'Q{s.n}'
q1, q2, q3 = Q(1), Q(2), Q(3)
d = {q1: 1, q3: 3}; calls.clear()
r = theseus.replace(q1, q2); print(calls, d, d[q2])
# __del__
class D:
    def __init__(s, n): s.n = n
    def __del__(s): log.append(('del', s.n))
d1, d2 = D(1), D(2); holder = [d1]
r = theseus.replace(d1, d2); log.clear()
print(log); r = None; print(log, holder[0].n)
D.__del__ = lambda s: None
class Del:
    def __del__(s): theseus.replace(a, b); log.append('replaced in del')
z = Del(); del z
print(a is b, log[-1])
# sort key
items = [[3], [1], [2]]; n = [0]
old = items[1]
def key(v):
    if v == [3] and old is not n:
        r = theseus.replace(old, n); log.append((r.pinned, r.pinned_by, r.count))
    return v[0]
items.sort(key=key); print(items, log[-1])
# iteration
dd = {k: k for k in 'abc'}; k1 = ('t',); dd[k1] = 1; out = []
for k in dd:
    if k == 'b': theseus.replace(k1, ('u',))
    out.append(k)
print(out)
s = {1, 2, k1, 99}; out = []
try:
    for v in s:
        theseus.replace(k1, ('other', len(out)))
        out.append(v)
except RuntimeError as e: print('RuntimeError', e)
# generator close
def gen():
    loc = a
    try: yield loc
    finally: log.append(theseus.replace(loc, 'closed').count)
g = gen(); next(g); g.close(); print(log[-1], a, b)
# exception in flight, in finally
def fl():
    e1, e2 = ValueError(1), ValueError(2)
    try:
        try: raise e1
        finally: theseus.replace(e1, e2)
    except ValueError as e: return e
print(fl())
# module
import types
m1 = types.ModuleType('m1'); m2 = types.ModuleType('m2'); m1.x = 1; m2.x = 2
sys.modules['m1'] = m1
import m1 as mm
theseus.replace(m1, m2); print(sys.modules['m1'] is m2, mm.x)
# class while method runs
class A:
    def m(self):
        r = theseus.replace(A, B)
        return type(self).__name__, self.n(), r.by_relation.get('instance')
    def n(self): return 'A.n'
class B:
    def n(self): return 'B.n'
print(A().m())
# re-entrancy: replace inside eq of dict lookup
class E:
    def __init__(s, n): s.n = n
    def __hash__(s): return 1
    def __eq__(s, o):
        if E.arm: E.arm = False; theseus.replace(e1, e2)
        return s is o
    arm = False
e1, e2, e3 = E(1), E(2), E(3)
d = {e1: 1, e3: 3}
E.arm = True
print(d[e3], e1.n, [k.n for k in d])
# stress
for i in range(3):
    gc.collect()
b = [b]
with theseus.replaced(b, 'inside') as r:
    print(b, r.count)
print(b)
try:
    with theseus.replaced(n, 'in'): raise KeyError(n)
except KeyError as e: print(e, n)
