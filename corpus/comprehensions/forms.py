# All forms of comprehension: nested, filtered, scoping, evaluation order.
print([x for x in range(5)], {x: x * x for x in range(3)}, sorted({x % 3 for x in range(10)}), list(x for x in "ab"))
print([(x, y) for x in range(3) for y in range(x)], [x for x in range(20) if x % 2 if x % 3], [[y for y in range(x)] for x in range(4)], [y for x in [[1, 2], [3]] for y in x])
print([a + b for a, b in [(1, 2), (3, 4)]], [h for h, *t in ["abc", "de"]], [t for h, *t in ["abc", "de"]], {k: v for k, v in zip("ab", (1, 2))}, [x for x, in [(1,), (2,)]], [(a, b, c) for a, (b, c) in [(1, (2, 3))]])
print([x if x % 2 else -x for x in range(5)], [not x for x in (0, 1)], [lambda: 1 for _ in range(1)][0](), [(yield_ := x) for x in range(3)], yield_, [*range(2), *[5]], [[]] * 2, [i for i in []], {**{k: 1 for k in "a"}})


def f(tag, v):
    print(tag, end=" ")
    return v


print({f("k", 1): f("v", 2) for _ in range(2)})
print([f("elt", x) for x in f("iter", [1, 2]) if f("cond", x > 1)])
print([f("e", (x, y)) for x in f("outer", "ab") for y in f("inner", "c")])
x = "outer"
print([x for x in range(2)], x)
print([[x for x in "in"] + [x] for x in [1, 2]], x)


def scope():
    n = 5
    a = [n for _ in range(1)]
    n = 6
    fs = [lambda: (i, n) for i in range(3)]
    return a, [g() for g in fs], [(lambda j=i: j)() for i in range(3)], [[(i, j) for j in range(i)] for i in range(3)]


print(scope())


class C:
    items = [1, 2, 3]
    doubled = [i * 2 for i in items]
    pairs = [(a, b) for a in items for b in [7]]
    try:
        broken = [i for i in [1] if items]
    except NameError as e:
        broken = str(e)


print(C.doubled, C.pairs, C.broken)
for fn in [lambda: [x for x in 5], lambda: [1 / x for x in (1, 0)], lambda: {[]: 1 for _ in "a"}, lambda: {[] for _ in "a"}, lambda: [a for a, b in [(1,)]], lambda: [y for x in [1] for y in x], lambda: list(undefined for _ in "a"), lambda: {k: v for k in {}.nope}, lambda: [x.q for x in [1]], lambda: sum(x for x in "ab"), lambda: {a: b for a, b in ["abc"]}]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
for code in ["[x, y for x in z]", "[x for x in 1, 2]", "[for x in y]", "[x for x]", "[x for 1 in y]", "{x: y, for x in z}", "[*x for x in y]", "{**x for x in y}", "[x for x in y if]", "[x for x in lambda: y]", "[x for f() in y]", "(x for x in y) = 1", "[x for x in y] = 1", "del [x for x in y]", "[x for x in y if z else w]", "[x if y for x in z]", "[i for (i := 1) in x]", "f(x for x in y)", "f(x for x in y, z)", "f(a, x for x in y)", "class C: [(a := 1) for b in c]"]:
    try:
        compile(code, "<c>", "exec")
        print(code, "| fine")
    except SyntaxError as e:
        print(code, "|", e.msg)
print([i for i in range(5) if i % 2 == 0 for _ in range(2)], [[r[i] for r in [[1, 2], [3, 4]]] for i in range(2)], {w: [len(w), w[::-1]] for w in ["ab", "c"]}, {(a, b): a ^ b for a in (0, 1) for b in (0, 1)})
prev = 0
print([(prev := prev + i) for i in range(6)], [s for i in range(3) if (s := i * 2)], any((w := n) > 2 for n in range(9)), w)
big = [[i * j for j in range(50)] for i in range(50)]
print(sum(map(sum, big)), sum(x for r in big for x in r if x % 7 == 0), len({x for r in big for x in r}), max(max(r) for r in big))
