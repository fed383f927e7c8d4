# for and while with break, continue and else, nested and over odd things.
for n in range(2, 12):
    for d in range(2, n):
        if n % d == 0:
            print(n, "=", d, "*", n // d, end="; ")
            break
    else:
        print(n, "prime", end="; ")
print()
i = 0
while i < 5:
    i += 1
    if i == 2:
        continue
    if i == 4:
        break
    print(i, end=" ")
else:
    print("never")
while i > 0:
    i -= 2
else:
    print("while else", i)
for x in []:
    pass
else:
    print("empty else")
for i in range(3):
    i *= 10
    print(i, end=" ")
print(i)
for a, (b, *c) in [(1, "xyz"), (2, (3,))]:
    print(a, b, c)


class Box:
    pass


box, arr = Box(), [0, 0]
for box.attr in range(3):
    pass
for arr[1] in "ab":
    pass
for (p, q), [r, s] in [((1, 2), (3, 4))]:
    print(p, q, r, s)
print(box.attr, arr)
for i, arr[i] in enumerate("xy"):
    print(arr)
total = 0
for i in range(10 ** 5):
    if i & 1:
        continue
    total += i
print(total)
n, steps = 97, 0
while n != 1:
    n = n // 2 if n % 2 == 0 else 3 * n + 1
    steps += 1
print(steps)


def find(m, v):
    for r, row in enumerate(m):
        for c, x in enumerate(row):
            if x == v:
                return r, c
    return None


print(find([[1, 2], [3, 4]], 3), find([[1]], 9))
k = 0
while True:
    k += 1
    try:
        if k == 2:
            continue
        if k > 3:
            break
    finally:
        print("fin", k, end=" ")
print()
for x in (y for y in range(3)):
    if x == 1:
        break
else:
    print("not printed")
print(x)
if x == 0:
    print("zero")
elif x == 1:
    print("one")
elif 1 / 0:
    print("not evaluated")
else:
    print("other")
print("yes" if x else "no", "a" if not x else "b" if x > 5 else "c")
for bad in (5, None, object, len, 1.5, True):
    try:
        for _ in bad:
            pass
    except TypeError as e:
        print(e)
while 0:
    pass
else:
    print("zero while else")
for _ in range(3): print(_, end=","); continue
print()
for i in range(3):
    for j in range(3):
        if j == i:
            break
        print((i, j), end=" ")
    else:
        continue
    if i == 1:
        break
print(i, j)
for code in ["break", "continue", "if 1: break", "def f(): break", "for x in y:\n def f(): continue", "while 1:\n class C: break", "for x in y: pass\nelse: break", "return", "class C: return 1", "for 1 in x: pass", "for f() in x: pass", "for x in : pass", "while: pass", "if: pass", "else: pass", "for x y: pass", "if x\n pass", "while True pass", "try: pass", "try: pass\nexcept: pass\nexcept X: pass", "try: pass\nelse: pass", "with: pass", "with a as 1: pass", "if 1:\npass", "for x in y:\n"]:
    try:
        compile(code, "<l>", "exec")
        print(repr(code), "| fine")
    except SyntaxError as e:
        print(repr(code), "|", e.msg)
