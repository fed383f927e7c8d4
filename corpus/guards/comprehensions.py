# Builtins and globals change inside comprehensions and lambdas.
import builtins

real = len
factor = 1


def at(i):
    global factor
    if i == 30:
        builtins.len = lambda x: 100
    if i == 40:
        builtins.len = real
    if i == 50:
        factor = 2
    return i


r = [(len("ab") * factor, at(i))[0] for i in range(80)]
print(r[29], r[31], r[40], r[41], r[51])
factor = 1
g = (len("ab") * factor for i in range(80) if at(i) is not None)
r = list(g)
print(r[29], r[30], r[40], r[50], r[79])
factor = 1
d = {at(i): len("abc") * factor for i in range(80)}
print(d[29], d[30], d[40], d[50])
f = lambda: len("abcd") * factor
print([f() for _ in range(40)][-1])
builtins.len = lambda x: 5
factor = 3
print(f())
builtins.len = real
factor = 1
print(f(), sorted(["bb", "a"], key=lambda s: len(s)))
