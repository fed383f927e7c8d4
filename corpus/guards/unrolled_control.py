# Loops over constant ranges with every way to leave an iteration.
def loops():
    out = []
    for i in range(5):
        if i == 1: continue
        if i == 4: break
        out.append(i)
    else: out.append("else")
    for i in range(3):
        for j in range(2):
            if j: break
            out.append((i, j))
        else: out.append("never")
    else: out.append("else2")
    for i in range(0): out.append("no")
    else: out.append(("empty",))
    for i in range(3):
        i = i * 10
        out.append(i)
    out.append(i)
    for i in range(-2, 2):
        try:
            if i == 0: continue
            out.append(i)
        finally:
            out.append("f")
    return out
for _ in range(40): r = loops()
print(r)
