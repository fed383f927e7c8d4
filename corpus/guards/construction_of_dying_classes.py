# Classes are made, called and die; others come to stand where they stood.
def build(i):
    class C:
        def __init__(self, v): self.v = (i, v)
    return C
def make(c, v): return c(v).v
def run():
    out = []
    for i in range(120):
        c = build(i)
        out.append(make(c, i))
        if i % 3 == 0: out.append(make(c, -i))
        del c
    return out[-5:], len(out)
print(run())
