# range becomes another function within a loop over a constant range.
import builtins
real = range
def f():
    out = []
    for i in range(4):
        out.append(i)
        if flag and i == 1: builtins.range = lambda *a: real(*a[:-1], a[-1] + 1) if len(a) > 1 else real(a[0] + 1)
        for j in range(2): out.append((i, j))
    return out
flag = False
for _ in real(20): f()
flag = True
try: print(f()); print(f())
finally: builtins.range = real
flag = False
print(f())
