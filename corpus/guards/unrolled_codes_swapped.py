# A recursive function gets another code within a loop over a constant range.
def f(d):
    t = 0
    for i in range(2):
        if d: t += f(d - 1)
        else: t += 1
        if d == 3 and i == 0: f.__code__ = alt.__code__
    return t
def alt(d):
    t = 0
    for i in range(3):
        if d: t += f(d - 1)
        else: t += 2
    return t
orig = f.__code__
r = []
for _ in range(10):
    f.__code__ = orig; r.append(f(5))
print(r)
