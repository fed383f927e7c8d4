# Defaults and keyword defaults change in a loop of calls.
def f(a, b=1, *, c=2):
    return (a, b, c)


out = []
for i in range(160):
    if i == 40:
        f.__defaults__ = (10,)
    if i == 80:
        f.__kwdefaults__ = {"c": 20}
    if i == 120:
        f.__kwdefaults__["c"] = 30
    if i == 140:
        f.__defaults__ = (5, 6)
    out.append(f(0))
print(out[39], out[40], out[80], out[120], out[140])
print(f())
f.__defaults__ = None
f.__kwdefaults__ = None
try:
    f(1)
except TypeError as e:
    print(e)
try:
    f(1, 2)
except TypeError as e:
    print(e)


def g(x, y=[]):
    y.append(x)
    return len(y)


print([g(0) for _ in range(50)][-1])
g.__defaults__ = ([1, 2, 3],)
print(g(0))


def init_defaults():
    class C:
        def __init__(self, v=1):
            self.v = v
    return C


C = init_defaults()
values = []
for i in range(100):
    if i == 50:
        C.__init__.__defaults__ = (2,)
    values.append(C().v)
print(sum(values))
