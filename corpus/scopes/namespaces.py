"""Names of class bodies, comprehensions, exec and eval."""

x = "global"


class A:
    x = "class"
    y = [x for _ in range(1)]
    z = [i for i in x]
    f = lambda self: x

    def g(self):
        return x

    try:
        w = [z for _ in "a"]
    except NameError as e:
        w = str(e)

    class Inner:
        v = x
        u = __qualname__


print(A.y, A.z, A().f(), A().g(), A.w, A.Inner.v, A.Inner.u)


def outer():
    x = "outer"

    class B:
        a = x
        x = "class"
        b = x

        def m(self):
            nonlocal x
            x = "changed"
            return x

    print(B.a, B.b, B().m(), x)

    def inner():
        global x
        x = "set by inner"
    inner()
    return x


print(outer(), x)


class Names(dict):
    def __missing__(self, key):
        if key.startswith("magic"):
            return key.upper()
        raise KeyError(key)


space = Names(a=1)
exec("b = a + 1; c = magic_word; del a", {}, space)
print(dict(space))
exec("def f(): return hidden", space)
try:
    space["f"]()
except NameError as e:
    print(e)
print(eval("magic + a", {"a": "!"}, Names()))


def local():
    a = 1
    exec("a = 2; b = 3")
    try:
        return a, b
    except NameError as e:
        return a, str(e), sorted(locals())


print(local())
print([[y for y in range(x)] for x in range(3)], {x: [x for x in "ab"] for x in "c"}, x)
print([(lambda: i)() for i in range(3)], [f() for f in [lambda: i for i in range(3)]])
print([y := 5, y ** 2], [last := v for v in (1, 2)], last)
def walrus():
    return [seen := v for v in (1, 2)], seen
print(walrus())
try:
    [zz for zz in (1,)]
    zz
except NameError as e:
    print(e)
def unbound():
    if False:
        q = 1
    return q
try:
    unbound()
except UnboundLocalError as e:
    print(e, e.name)
def deleted():
    q = 1
    del q
    return lambda: q
try:
    print(q)
except NameError as e:
    print(e)
def cell():
    def inner(): return q
    try:
        inner()
    except NameError as e:
        print(e)
    q = 1
    return inner()
print(cell())
__annotations__ = {}
a1: int = 5
(a2): int = 6
A.a3: int = 7
print(__annotations__)
