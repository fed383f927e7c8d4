"""Which of class, instance and descriptor has the word."""


class Data:
    def __init__(self, label): self.label = label
    def __get__(self, o, owner): return (self.label, o is not None, owner.__name__)
    def __set__(self, o, value): print("set", self.label, value)
    def __delete__(self, o): print("delete", self.label)


class NoData:
    def __get__(self, o, owner=None): return "nodata"


class SetOnly:
    def __set__(self, o, value): o.__dict__["only"] = value * 2


class A:
    data, nodata, only = Data("data"), NoData(), SetOnly()

    def method(self): return "method"

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        return f"missing {name}"


a = A()
a.__dict__.update(data="shadow", nodata="shadow", method=lambda: "shadow")
print(a.data, a.nodata, a.method(), a.zzz, A.data, A.nodata)
a.data = 1
del a.data
print(a.only.__class__.__name__)
a.only = 4
print(a.only, a.__dict__["only"])
print(hasattr(a, "_x"), getattr(a, "_x", "default"), getattr(A, "zzz", "none"))


class Loud:
    def __getattribute__(self, name):
        print("get", name)
        return super().__getattribute__(name)

    def __setattr__(self, name, value):
        print("set", name, value)
        super().__setattr__(name, value)

    def __delattr__(self, name):
        print("del", name)
        super().__delattr__(name)

    def __len__(self):
        return 7


l = Loud()
l.x = 1
print(l.x, len(l), l.__class__.__name__)
del l.x
try:
    l.x
except AttributeError as e:
    print(e, e.name, e.obj is l)


class P:
    def __init__(self): self._v = 0

    @property
    def v(self):
        "the value"
        return self._v

    @v.setter
    def v(self, value): self._v = value

    @v.deleter
    def v(self): print("deleted")

    @property
    def only(self): return 1

    hidden = property(None, lambda self, v: print("stored", v))


p = P()
p.v += 5
print(p.v, P.v.__doc__, P.v.fget.__name__)
del p.v
for action in (lambda: setattr(p, "only", 1), lambda: delattr(p, "only"), lambda: p.hidden, lambda: delattr(p, "hidden")):
    try:
        action()
    except AttributeError as e:
        print(e)
p.hidden = 3
