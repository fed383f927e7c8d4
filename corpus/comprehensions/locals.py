# Variables of inlined comprehensions: isolation, cells, exceptions, locals().
def leak():
    x = "keep"
    try:
        [1 / 0 for x in range(3)]
    except ZeroDivisionError:
        return x


def unbound():
    r = [y for y in range(2)]
    try:
        return y
    except NameError as e:
        return r, type(e).__name__, str(e)


def captured():
    fs = []
    for i in range(2):
        fs += [lambda: (i, j) for j in range(2)]
    return [f() for f in fs]


def nested_cells():
    return [[(lambda: (a, b))() for b in "xy"] for a in range(2)]


def param(x):
    squares = [x * x for x in [x, x + 1]]
    return x, squares


def with_nonlocal():
    total = 0

    def add(v):
        nonlocal total
        total += v
        return total
    return [add(v) for v in range(5)], total


def generator_late():
    k = 1
    g = (k * v for v in [1, 2])
    first = next(g)
    k = 10
    return first, list(g)


def names():
    a = 1
    inside = [sorted(n for n in locals() if not n.startswith(".")) for b in range(1)]
    return inside, sorted(locals())


def delete_inside():
    d = {i: i for i in range(4)}
    return [d.pop(k) for k in list(d) if k % 2], d


def walrus_cells():
    got = [(last := n, lambda: last)[1] for n in range(3)]
    return [g() for g in got], last


def shadow_builtin():
    return [len for len in "ab"], len("abc")


def iter_evaluated_outside():
    class K:
        vals = [1, 2]
        out = [v + w for v in vals for w in (10, 20)]
    return K.out, sorted(n for n in vars(K) if not n.startswith("_"))


def conditional():
    return [a if c else b for a, b, c in [(1, 2, True), (3, 4, False)]], [n for n in range(10) if not n % 3 or n == 4]


def star():
    return [[*a, b] for *a, b in ["abc", "d"]], {(*k, 1): v for k, v in {"ab": 1}.items()}


def recursion(n):
    return [recursion(k) for k in range(n)] if n else 0


def dict_order():
    return list({k: None for k in [3, 1, 2, 3]}), list({len(w): w for w in ["a", "bb", "c"]}.items())


def deep():
    return [[[[(a, b, c, d) for d in "z"] for c in range(a, b)] for b in range(a, 3)] for a in range(2)]


for fn in (leak, unbound, captured, nested_cells, lambda: param(3), with_nonlocal, generator_late, names, delete_inside, walrus_cells, shadow_builtin, iter_evaluated_outside, conditional, star, lambda: recursion(3), dict_order, deep):
    print(fn.__name__, fn())
i = "global"
print([i for i in range(3)], i, [(lambda: i)() for _ in "a"], [j for j in [i]], {i: i for i in "q"}, i)
