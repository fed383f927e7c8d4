# Names through nested functions, classes, lambdas and comprehensions.
v = "module"


def a():
    v = "a"

    def b():
        def c():
            return v
        return c
    return b()()


def g():
    v = "g"

    def h():
        global v
        return v
    return h(), v


def params(v):
    return [v + w for w in "xy"], (lambda: v)(), {v: v}


print(a(), g(), params("p"))


def method_scope():
    v = "func"

    class K:
        v = "klass"
        copy = v

        def m(self):
            return v

        lam = lambda self: v
        comp = [(v, w) for w in [1]]
    return K.copy, K().m(), K().lam(), K.comp


print(method_scope())


class Meta:
    n = 3
    squares = [i * i for i in range(n)]
    try:
        table = [[i * j for j in range(n)] for i in range(n)]
    except NameError as e:
        table = str(e)
    first = [x for x in [n, n]]


print(Meta.squares, Meta.table, Meta.first)


def shadow():
    x = 1
    res = [x for x in range(3)]
    gen = (x for x in "ab")
    s = {x for x in (5,)}
    d = {x: y for x, y in [("k", "v")]}
    return x, res, list(gen), s, d


print(shadow())


def lazy():
    items = [1, 2]
    gen = (i * factor for i in items)
    items = [9]
    factor = 10
    return list(gen)


print(lazy())


def gen_scope():
    try:
        g = (i for i in undefined)
    except NameError as e:
        print("early:", e)
    g = (undefined for i in [1])
    try:
        next(g)
    except NameError as e:
        print("late:", e)


gen_scope()


def outer(n):
    def fact(k):
        return 1 if k <= 1 else k * fact(k - 1)

    class Adder:
        def __init__(self, m):
            self.m = m + n

        def __call__(self, z):
            return self.m + z + fact(3)
    return Adder


print(outer(10)(5)(1))


def delete():
    w = 1

    def get():
        return w
    r = get()
    del w
    try:
        get()
    except NameError as e:
        return r, str(e)


print(delete())


def walrus_scope():
    found = [last := q for q in range(5) if q % 2]
    return found, last


print(walrus_scope())


def loops():
    fs = []
    for n in range(2):
        m = n * 10
        fs.append(lambda: (n, m))
    return [f() for f in fs]


print(loops(), [f() for f in [(lambda: j) for j in range(3)]])


def with_exec():
    local = 1
    exec("local = 2")
    exec("print('inside', local)")
    return local


print(with_exec(), eval("[v for _ in range(2)]"), eval("(lambda: v)()"), eval("a", {"a": 3}), eval("q + w", {"q": 1}, {"w": 2}))
