# Closures made in loops, comprehensions, class bodies and recursion.
def handlers(names):
    table = {}
    for name in names:
        def handle(*args, name=name):
            return name, args
        table[name] = handle
    return table


def late(names):
    return [lambda: name for name in names]


def cells(n):
    out = []
    for i in range(n):
        def make(i):
            def get():
                return i

            def put(v):
                nonlocal i
                i = v
            return get, put
        out.append(make(i))
    return out


h = handlers(["a", "b"])
print(h["a"](1), h["b"](), [f() for f in late("xyz")])
pairs = cells(3)
pairs[1][1](99)
print([get() for get, _ in pairs], [get.__closure__[0].cell_contents for get, _ in pairs], pairs[0][0].__closure__[0] is pairs[0][1].__closure__[0])


def history():
    versions = []

    def record(value):
        versions.append(lambda: value)
        value = value * 2
        versions.append(lambda: value)
    for v in (1, 5):
        record(v)
    return [f() for f in versions]


print(history())


def loop_var():
    fs = []
    for x in range(3):
        fs.append(lambda: x)
    before = [f() for f in fs]
    x = "after"
    return before, [f() for f in fs]


print(loop_var())


def except_var():
    def show():
        try:
            return e
        except NameError as err:
            return type(err).__name__, str(err)
    try:
        raise ValueError("v")
    except ValueError as e:
        inside = repr(show())
    return inside, show()


print(except_var())


def with_var():
    class C:
        def __enter__(self):
            return "entered"

        def __exit__(self, *a):
            return f() == "entered"
    with C() as c:
        f = lambda: c
        raise KeyError
    return f()


print(with_var())


def class_closure(base):
    class K:
        value = base

        def get(self):
            return base, self.value, __class__ is K

        base_copy = [base for _ in range(2)]
    return K


print(class_closure(3)().get(), class_closure("x").base_copy)


def generator_closure():
    total = 0

    def add():
        nonlocal total
        while True:
            n = yield total
            total += n
    g = add()
    next(g)
    g.send(5)
    g.send(6)
    return total


print(generator_closure())


def fix(f):
    return lambda *a: f(fix(f), *a)


print(fix(lambda self, n: 1 if n == 0 else n * self(n - 1))(10))


def swap():
    a, b = 1, 2

    def do():
        nonlocal a, b
        a, b = b, a
        return a, b
    return do() + do() + (a, b)


print(swap())


def star_nonlocal():
    first, rest = None, None

    def take(seq):
        nonlocal first, rest
        first, *rest = seq
    take("abc")
    for first in (7, 8):
        pass
    return first, rest, [v.cell_contents for v in take.__closure__]


print(star_nonlocal())
