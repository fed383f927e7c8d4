# global, locals(), globals(), builtins shadowing, class scopes.
x = "global"


def read():
    return x


def assign():
    x = "local"
    return x, read()


def declare():
    global x, created
    x = "changed"
    created = True
    return x


def unbound():
    try:
        print(x)
    except UnboundLocalError as e:
        print(e)
    x = 1
    return x


print(read(), assign(), unbound(), declare(), read(), created)


def loc(a, b=2):
    c = a + b
    before = dict(locals())
    d = [n for n in range(2)]
    return before, sorted(locals())


print(loc(1))


class Scope:
    x = "class"
    y = [x for _ in range(2)]
    z = x + "!"

    def get(self):
        return x
    inner = sorted(n for n in locals() if not n.startswith("__"))
    del z


print(Scope.y, Scope().get(), Scope.inner, hasattr(Scope, "z"))


class Outer:
    val = "outer"

    class Inner:
        try:
            seen = val
        except NameError as e:
            seen = str(e)


print(Outer.Inner.seen, Outer.Inner.__qualname__)
len_saved = len
len = lambda obj: "shadowed"
print(len([1]), len_saved([1]))
del len
print(len([1]))
globals()["injected"] = 42
print(injected, "injected" in globals(), globals()["x"], __name__, globals() is globals(), locals() is globals())
del globals()["injected"]
try:
    injected
except NameError as e:
    print(e)
try:
    prnt
except NameError as e:
    print(e, e.name)


def param(x, y):
    def inner():
        return x
    x = x + 1
    del y
    try:
        y
    except UnboundLocalError as e:
        return inner(), str(e)


print(param(1, 2))
ns = {"a": 1}
exec("b = a + 1\ndef f(): return a + b\nc = f()\nclass K: pass", ns)
print(ns["b"], ns["c"], ns["K"].__module__, sorted(k for k in ns if not k.startswith("_")))
loc_ns = {}
exec("q = 1", {}, loc_ns)
print(loc_ns, eval("x + '!'"), eval("x", {"x": 5}), eval("x", {"x": 5}, {"x": 6}))
try:
    eval("x", {})
except NameError as e:
    print(e)
for i in range(3):
    pass
print(i, [i for i in "ab"], i)
try:
    raise ValueError("v")
except ValueError as i:
    pass
try:
    i
except NameError as e:
    print(e)
def f():
    for j in []:
        pass
    return j
try:
    f()
except UnboundLocalError as e:
    print(e)
