# range, enumerate and zip are replaced while loops over them run.
import builtins

real = range


def count():
    out = []
    for i in range(3):
        for j in range(2):
            out.append((i, j))
            if i == 1 and j == 0:
                hook()
    return out


hook = lambda: None
for i in real(50):
    r = count()
print(r)
hook = lambda: setattr(builtins, "range", lambda n: "xy")
print(count())
print(count())
builtins.range = real
hook = lambda: None
print(count() == r)
range = lambda n: iter([n])
print(count())
del range


def pairs():
    return [(i, c) for i, c in enumerate("ab")] + list(zip("ab", "cd"))


for i in real(50):
    pairs()
builtins.enumerate = lambda s: [("patched", s)]
zip = lambda *a: a
print(pairs())
