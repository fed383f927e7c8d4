# [slow] Copies, weak references, operators.
import copy, operator, weakref


class N:

    def __init__(s):
        s.l = [1]

    def __deepcopy__(s, m):
        return "deep"


n = N()
print(copy.copy(n).l is n.l, copy.deepcopy(n), copy.copy([1, 2]), copy.deepcopy({1: (2, [3])}))
r = weakref.ref(n, lambda r: print("gone"))
p = weakref.proxy(n)
print(p.l, r() is n)
wd = weakref.WeakValueDictionary(a=n)
print(list(wd))
del n
print(r(), list(wd))
try:
    p.l
except ReferenceError as e:
    print(e)
f = weakref.finalize(N(), print, "finalized", 1)
print(f.alive)
print(
    operator.itemgetter(1, 0)("ab"),
    operator.attrgetter("real.imag")(1),
    operator.methodcaller("upper")("x"),
    operator.concat([1], [2]),
    operator.indexOf([1, 2], 2),
    operator.countOf("aa", "a"),
    operator.length_hint(iter([1, 2])),
)
