# A class attribute's own class turns into a descriptor, or stops being one.
class Thing:
    pass


thing = Thing()


class C:
    d = thing


c = C()
c.__dict__["d"] = "instance"


def read():
    return c.d


def warm():
    for _ in range(50):
        read()
    return read()


print(warm())
Thing.__get__ = lambda self, o, t: "got"
print(warm())
Thing.__set__ = lambda self, o, v: None
print(warm())
print(getattr(c, "d"))
c.d = 5
print(c.__dict__)
del Thing.__set__
print(warm())
del Thing.__get__
print(warm())


class P:
    @property
    def x(self):
        return "property"


p = P()
out = []
for i in range(100):
    if i == 30:
        P.x = property(lambda self: "other")
    if i == 60:
        P.x = "plain"
    if i == 80:
        p.x = "own"
    out.append(p.x)
print(out[29], out[30], out[60], out[80])
