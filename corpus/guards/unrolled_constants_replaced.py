# Constants of a loop over a range are replaced, its names mean something else, its code is stored.
def f():
    t = []
    for i in range(3): t.append(i)
    return t
for _ in range(20): f()
c = f.__code__
f.__code__ = c.replace(co_consts=tuple(5 if x == 3 else x for x in c.co_consts))
for _ in range(20): r = f()
print(r)
f.__code__ = c.replace(co_name="other"); print(f())
g = type(f)(c, {"range": lambda n: "abc"}); print([g() for _ in range(3)])
import marshal
h = type(f)(marshal.loads(marshal.dumps(c)), globals())
for _ in range(20): r = h()
print(r)
