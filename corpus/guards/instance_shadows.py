# Instance attributes come and go beside methods and class attributes.
class C:
    flag = "class"

    def m(self):
        return "method"


c = C()


def hot():
    out = []
    for i in range(200):
        if i == 50:
            c.m = lambda: "own"
            c.flag = "own"
        if i == 100:
            del c.m
            del c.flag
        if i == 150:
            c.__dict__["m"] = lambda: "dict"
            c.__dict__["flag"] = "dict"
        out.append((c.m(), c.flag))
    return out[49], out[50], out[100], out[150]


print(hot())
c.__dict__ = {"m": lambda: "new dict"}
print(c.m(), c.flag)
c.__dict__.clear()
print(c.m(), c.flag)
many = [C() for _ in range(40)]
for i, o in enumerate(many):
    setattr(o, f"a{i}", i)
print({o.m() for o in many})
