# Default values: evaluated once, mutable, introspected, replaced.
order = []


def note(x):
    order.append(x)
    return x


def f(a=note("a"), *, b=note("b"), c=note("c")):
    return a, b, c


print(order, f(), f.__defaults__, f.__kwdefaults__)
f.__defaults__ = ("new",)
f.__kwdefaults__ = {"b": 1, "c": 2}
print(f(), f("x", b="y"))
f.__defaults__ = None
f.__kwdefaults__ = None
try:
    f()
except TypeError as e:
    print(e)
try:
    f(1)
except TypeError as e:
    print(e)


def g(a, b, c):
    return a, b, c


g.__defaults__ = (2, 3)
print(g(1))
for bad in (5, [1]):
    try:
        g.__defaults__ = bad
    except TypeError as e:
        print(e)


def memo(n, cache={0: 0, 1: 1}):
    if n not in cache:
        cache[n] = memo(n - 1) + memo(n - 2)
    return cache[n]


print(memo(80), len(memo.__defaults__[0]))
fs = [lambda x, i=i: x * i for i in range(4)]
print([fn(10) for fn in fs], [fn(10, 1) for fn in fs])


def h(x, y=lambda z: z * 2, *rest, **kw):
    """Doc of h."""
    return y(x), rest, kw


print(h(4), h(4, abs, 1, q=2), h.__doc__, h.__name__, h.__qualname__, h.__module__, h.__code__.co_argcount, h.__code__.co_varnames, h.__annotations__)


def ann(a: int, b: "str" = "x", *c: float, d: note("ann") = 1, **e: None) -> list:
    pass


print(ann.__annotations__, order)
h.attr = 1
h.__name__ = "renamed"
print(h.attr, h.__name__, vars(h), h.__dict__)
for fn in [lambda: setattr(h, "__name__", 5), lambda: setattr(h, "__dict__", 5), lambda: setattr(h, "__code__", 5), lambda: delattr(h, "__name__"), lambda: h.nosuch, lambda: delattr(h, "nosuch"), lambda: setattr(h, "__closure__", None), lambda: setattr(h, "__globals__", {}), lambda: h[0], lambda: h + h]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
for code in ["def f(a=1, b): pass", "def f(*, **k): pass", "def f(*): pass", "def f(a, a): pass", "def f(**k, a): pass", "def f(*a, *b): pass", "def f(/): pass", "def f(a, /, b, /): pass", "def f(*a, /): pass", "f(a=1, 2)", "f(**k, 1)", "f(**k, *a)", "f(a=1, a=2)", "f(1=2)", "f(a.b=1)", "f(None=1)", "f(x for x in y, 1)", "lambda a, a: 1", "f(a, *b, c=1, *d, **e, f=2)", "def f(a, b=1, /, c): pass", "def f(a=1, /, *, b): pass", "def f(*, a=1, b): pass"]:
    try:
        compile(code, "<d>", "exec")
        print(code, "| fine")
    except SyntaxError as e:
        print(code, "|", e.msg)
