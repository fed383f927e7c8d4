# Key functions, comparisons and predicates change while natives call them.
import functools
def key(x): return x * SIGN
SIGN = 1
def s(l): return sorted(l, key=key)
for _ in range(50): s([3, 1, 2])
SIGN = -1; print(s([3, 1, 2]))
def mkey(x):
    global SIGN
    if x == 2: SIGN = 1
    return x * SIGN
key = mkey; SIGN = -1; print(s([3, 2, 1])); 
class X:
    def __init__(s, v): s.v = v
    def __lt__(a, b):
        X.__lt__ = lambda a, b: a.v > b.v
        return a.v < b.v
print([x.v for x in sorted([X(3), X(1), X(2), X(5), X(4)])])
def c(a, b): c.__code__ = (lambda a, b: b - a).__code__; return a - b
print(sorted([1, 2, 3, 4], key=functools.cmp_to_key(c)))
print(list(filter(lambda x: globals().__setitem__('Z', x) or x > LIM, range(4))) if 'LIM' in globals() else 'no')
LIM = 1
def fl(x):
    global LIM
    LIM = x
    return x >= LIM
print(list(filter(fl, [3, 1, 2])), max([1, 2, 3], key=lambda x: globals().update(SIGN=x) or -x), SIGN)
l = [1, 2, 3]
try: l.sort(key=lambda x: l.append(x) or x)
except ValueError as e: print(e, l)
