# Loops over constant ranges of many lengths and steps.
def f(x):
    s = 0
    for i in range(16):
        s = s * 3 + i
        s ^= x
        if s > 10 ** 6: s //= 7
    for i in range(-5, 11): s += i
    for i in range(10, -6, -1): s -= i * 2
    for i in range(1, 1): s = None
    for i in range(5, 0, 1): s = None
    for i in range(250, 257): s += i
    return s
for _ in range(30): r = [f(k) for k in range(5)]
print(r)
