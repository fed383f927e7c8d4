# __getattr__ and __getattribute__ come to a class in use.
class C:
    a = 1

    def m(self):
        return "m"


c = C()


def read():
    try:
        return (c.a, c.m(), c.b)
    except AttributeError as e:
        return str(e)


def warm():
    for _ in range(50):
        read()
    return read()


print(warm())
C.__getattr__ = lambda self, name: "getattr " + name
print(warm())
C.__getattribute__ = lambda self, name: (lambda: "x") if name == "m" else "all " + name
print(warm())
del C.__getattribute__
print(warm())
del C.__getattr__
print(warm())
C.__setattr__ = lambda self, name, v: print("set", name)


def write():
    c.z = 1


write()
del C.__setattr__
for i in range(50):
    write()
print(c.z)
C.__setattr__ = lambda self, name, v: print("set again", name)
write()
