# A builtin is replaced and put back while a loop uses it.
import builtins

original = len
seen = []
for i in range(300):
    if i == 100:
        builtins.len = lambda x: -1
    if i == 200:
        builtins.len = original
    seen.append(len("abc"))
print(seen[98:102], seen[198:202], sum(seen))


def hot():
    total = 0
    for i in range(300):
        total += len("ab")
        if i % 100 == 50:
            builtins.len = (lambda x: 10) if i % 200 == 50 else original
    return total


print(hot())
builtins.len = original
print(hot())
builtins.len = original
