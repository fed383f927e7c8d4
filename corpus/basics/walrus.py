# Assignment expressions: value, scope and places where they are allowed.
if (n := len("abcd")) > 3:
    print("long", n)
data = [1, 2, 3, 4, 5]
it = iter(data)
while (x := next(it, None)) is not None:
    print(x, end=" ")
print(x)
print([y := 1, y ** 2, y + 1], y)
print([last := v for v in data if v % 2], last)
print(any((hit := v) > 3 for v in data), hit)
print({(k := v): k * 2 for v in data}, k)


def scope():
    total = 0
    partial = [total := total + v for v in data]
    return total, partial


print(scope())


def default(a=(b := 7)):
    return a


print(default(), b)
f = lambda q: (r := q + 1) * r
print(f(3))
print((z := (1, 2)), z)
print(f"{(w := 5)} {w:>{(width := 4)}} {width}")
x = y = z = 0
print((x := 1) + (y := 2) * (z := 3), x, y, z)
print("s"[(i := 0)], i, data[(lo := 1):(hi := 3)], lo, hi)


def use_global():
    global made
    print((made := "here"))


use_global()
print(made)
for code in ["x := 1", "(a.b := 1)", "(a[0] := 1)", "((a, b) := 1)", "[i := 0 for i in range(3)]",
             "[[(j := 0) for i in range(5)] for j in range(5)]", "[i for i in (i := [1])]",
             "f(a=b:=1)", "lambda: x := 1"]:
    try:
        exec(code)
        print(code, "ok")
    except SyntaxError as e:
        print(code, "!", e.msg)
