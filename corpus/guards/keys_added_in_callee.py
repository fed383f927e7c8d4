# A callee adds globals one by one while its caller's expression is half evaluated: the dict grows and moves.
A, B, C = 1, 10, 100
def grow(i):
    globals()[f"extra_{i}"] = i
    return i
def f(i):
    return A + grow(i) * 0 + B + grow(i + 1000) * 0 + C
out = []
for i in range(300):
    out.append(f(i))
    if i % 50 == 0:
        A += 1
print(sum(out), out[::50], len([k for k in globals() if k.startswith("extra_")]))
