# Sequence unpacking: stars, nesting, wrong lengths, wrong kinds.
a, b = 1, 2
[c, d] = "xy"
(e, (f, g)), h = (1, (2, 3)), 4
*i, j = range(4)
k, *l = "k"
m, *n, o = [1, 2, 3, 4, 5]
(p, *q), *r = [("a", "b"), "c"]
*s, = (1, 2)
[*t] = {}
print(a, b, c, d, e, f, g, h, i, j, k, l, m, n, o, p, q, r, s, t)
() = []
[] = ()
((u)), = (7,)
print(u)


class It:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        for i in range(self.n):
            print("yield", i, end=" ")
            yield i


class Get:
    def __getitem__(self, i):
        if i < 2:
            return i * 10
        raise IndexError


x, y = It(2)
print(x, y)
x, y = Get()
print(x, y)
for src in ["(1,)", "(1, 2, 3)", "[]", "'abc'", "5", "None", "It(3)", "It(1)", "iter([1])", "{'k': 1}", "{1, 2, 3}", "(n for n in range(9))", "range(10 ** 9)", "object()", "int", "b'ab'"]:
    try:
        exec(f"v, w = {src}\nprint(v, w)")
    except (TypeError, ValueError) as err:
        print(src, type(err).__name__, err)
for src in ["()", "(1,)", "(1, 2)", "(1, 2, 3)", "5", "'a'"]:
    try:
        exec(f"v, *w, z = {src}\nprint(v, w, z)")
    except (TypeError, ValueError) as err:
        print(src, type(err).__name__, err)
try:
    () = [1]
except ValueError as err:
    print(err)
try:
    (a1, b1), c1 = (1, 2), 3
    (a1, b1), c1 = 1, 2
except TypeError as err:
    print(err, a1, b1, c1)
for code in ["*a = 1", "*a, *b = 1", "a, *b, c, *d = 1", "*a", "*(a)", "a = *b", "*(a, b) = c", "*a, = 1,", "[*a, *b] = 1", "(a, b) += 1", "a, b += 1", "(a) = 1", "(a, b): int = 1", "*a: int = 1", "[a for b in c] = 1", "{a} = 1", "{a: b} = 1", "a if b else c = 1", "a and b = 1", "-a = 1", "f'{a}' = 1", "a < b = 1", "... = 1", "(a := 1) = 2", "a() = b = 1", "for *a in b: pass", "for *a, b in c: pass", "with a as *b: pass", "with a as (b, *c): pass", "del *a", "return *a, b", "def f(): return *a, b", "def f(): yield *a, b", "a[*b]", "a[*b] = 1", "a[1:*b]", "print(*a, *b)", "{*a, *b}", "{**a, 'b': 1}", "[**a]", "{*a: 1}", "(*a,)", "lambda *a, *b: 1"]:
    try:
        compile(code, "<u>", "exec")
        print(code, "| fine")
    except SyntaxError as err:
        print(code, "|", err.msg)
a, b, *c = d = [1, 2, 3]
print(a, b, c, d)
lst = [0, 1, 2]
i, lst[i], *rest = 2, "set", "more", "rest"
print(i, lst, rest)
class NS: pass
ns = NS()
(ns.a, [ns.b, *ns.c]), lst[0] = ("A", "BCD"), 9
print(vars(ns), lst)
big = list(range(300))
first, *mid, last = big
print(first, len(mid), last, sum(mid))
a, b, c, d, e, f, g, h, i, j = range(10)
a, b, c, d = d, c, b, a
print(a, b, c, d, j)
