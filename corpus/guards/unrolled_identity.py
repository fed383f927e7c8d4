# Numbers at the edge of those of which there is one each.
def f():
    out = []
    for i in range(254, 260): out.append(i)
    return out
for _ in range(30): a, b = f(), f()
print([x is y for x, y in zip(a, b)], a)
