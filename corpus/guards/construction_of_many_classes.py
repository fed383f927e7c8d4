# One call makes instances of many classes that change.
def make(k):
    class C:
        def __init__(self, v): self.v = (k, v)
        def get(self): return self.v
    return C
classes = [make(i) for i in range(6)]
def build(c, v): return c(v).get()
def run():
    out = []
    for i in range(90):
        c = classes[i % 6 if i % 3 else i % 2]
        out.append(build(c, i))
        if i % 11 == 10: c.__init__ = lambda self, v: setattr(self, "v", ("new", v))
        if i % 17 == 16: classes[i % 6] = make(i)
        if i % 23 == 22: c.get = lambda self: "got"
    return out
print(run())
