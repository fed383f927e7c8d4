# The called function replaces the builtin that its caller uses next.
import builtins

original = abs


def mischief(i):
    if i == 70:
        builtins.abs = lambda x: "replaced"
    elif i == 80:
        builtins.abs = original


def hot():
    out = []
    for i in range(120):
        before = abs(-i)
        mischief(i)
        after = abs(-i)
        if before != after:
            out.append((i, before, after))
    return out


print(hot())
print(hot())
