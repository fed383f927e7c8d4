# A builtin is deleted in a loop, and comes back.
import builtins

original = ord


def hot():
    out = []
    for i in range(150):
        if i == 60:
            del builtins.ord
        if i == 90:
            builtins.ord = original
        try:
            out.append(ord("a"))
        except NameError as e:
            out.append(str(e))
    return out


r = hot()
print(r[59:62], r[89:91], len(set(map(str, r))))
builtins.brand_new = 5


def uses():
    total = 0
    for i in range(100):
        total += brand_new
    return total


print(uses())
builtins.brand_new = 6
print(uses())
del builtins.brand_new
try:
    uses()
except NameError as e:
    print(e)
