# super() while the MRO, the class cell and the name super change.
import builtins


class A:
    def m(self):
        return "A"


class B(A):
    def m(self):
        return "B" + super().m()


class C(B):
    def m(self):
        return "C" + super().m()


c = C()


def warm():
    for _ in range(50):
        c.m()
    return c.m()


print(warm())
A.m = lambda self: "A2"
print(warm())


class Mid(A):
    def m(self):
        return "Mid" + super().m()


B.__bases__ = (Mid,)
print(warm())
del B.m
print(warm())
super = lambda: A()
print(warm())
del super
print(warm())
real = builtins.super
builtins.super = lambda *a: A()
print(warm())
builtins.super = real
print(warm())
