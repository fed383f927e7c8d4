# Attributes of modules, changed from several sides.
import math
import sys
import types

m = types.ModuleType("m")
m.x = 1
m.f = lambda: "f"


def read():
    return (m.x, m.f())


def warm():
    for _ in range(50):
        read()
    return read()


print(warm())
m.x = 2
m.f = lambda: "g"
print(warm())
m.__dict__["x"] = 3
m.__dict__.update(f=lambda: "h")
print(warm())
del m.x
try:
    warm()
except AttributeError as e:
    print(e)
m.__getattr__ = lambda name: "module getattr " + name
print(warm())
m.x = 4
print(warm())
vars(m).pop("x")
print(warm())


class Sub(types.ModuleType):
    x = "class attribute"


m.__class__ = Sub
print(warm())
Sub.x = property(lambda self: "property")
print(warm())
original = math.sqrt


def root():
    return math.sqrt(4)


for i in range(50):
    root()
math.sqrt = lambda x: "patched"
print(root())
math.sqrt = original
print(root())
sys.modules["math"] = m
import math as again
print(again is m)
