# Cells: sharing, late binding, unbound cells, nonlocal.
def counter(start=0):
    n = start

    def inc(by=1):
        nonlocal n
        n += by
        return n

    def get():
        return n

    def reset():
        nonlocal n
        n = start
    return inc, get, reset


inc, get, reset = counter(10)
inc2, get2, _ = counter()
print(inc(), inc(5), get(), inc2(), get2(), reset(), get(), inc.__closure__[0].cell_contents, inc.__code__.co_freevars, counter.__code__.co_cellvars)
fs = [lambda: i for i in range(3)]
print([f() for f in fs], [(lambda i: lambda: i)(i)() for i in range(3)], [f() for f in [lambda i=i: i for i in range(3)]])
loop = []
for k in range(3):
    def show():
        return k
    loop.append(show)
print([f() for f in loop])
k = "changed"
print([f() for f in loop])


def late():
    def use():
        return value
    try:
        use()
    except NameError as e:
        print(type(e).__name__, e)
    value = 5
    return use()


def deep(a):
    def b():
        def c():
            def d():
                nonlocal a
                a += 1
                return a
            return d
        return c
    return b()()


print(late(), deep(5)(), [deep(0) for _ in range(1)][0]())


def two(x):
    def f():
        return x

    def g(v):
        nonlocal x
        x = v
    return f, g


f, g = two(1)
g([2])
print(f(), f.__closure__[0] is g.__closure__[0], f.__closure__[0] == g.__closure__[0], f.__closure__[0].cell_contents)
f.__closure__[0].cell_contents = "poked"
print(f())
del f.__closure__[0].cell_contents
for fn in (f, lambda: g.__closure__[0].cell_contents):
    try:
        fn()
    except (NameError, ValueError) as e:
        print(type(e).__name__, e)
g(9)
print(f())


def in_class():
    x = "function"

    class C:
        y = x
        x = "class"
        z = x

        def m(self):
            return x
    return C.y if hasattr(C, "y") else None, C.z, C().m()


try:
    print(in_class())
except NameError as e:
    print(type(e).__name__, e)


def comp():
    n = 10
    return [(lambda: n + j)() for j in range(3)], {n: (lambda: n)()}, sum(n for _ in range(3))


print(comp())
for code in ["nonlocal x", "def f():\n nonlocal zz", "def f():\n x = 1\n nonlocal x", "def f(x):\n nonlocal x", "def f():\n global x\n nonlocal x", "def f():\n print(x)\n global x", "def f(x):\n global x", "class C:\n nonlocal q", "def f():\n x = 1\n def g():\n  nonlocal x, y"]:
    try:
        compile(code, "<c>", "exec")
        print(repr(code), "fine")
    except SyntaxError as e:
        print(repr(code), e.msg)
