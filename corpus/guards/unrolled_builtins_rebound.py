# A builtin is rebound within a loop over a constant range that uses it.
import builtins
real = len
def f(on):
    t = []
    for i in range(4):
        t.append(len("abc"))
        if on and i == 1: builtins.len = lambda x: -1
        t.append(len("abcd"))
    return t
for _ in range(20): f(False)
try: print(f(True), f(False))
finally: builtins.len = real
print(f(False))
