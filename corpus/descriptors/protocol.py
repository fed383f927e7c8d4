# Data and non-data descriptors, __set_name__, precedence over instances.
class Data:
    def __set_name__(self, owner, name):
        print("set_name", owner.__name__, name)
        self.name = "_" + name

    def __get__(self, obj, cls=None):
        if obj is None:
            return self
        return f"get {self.name} {obj.__dict__.get(self.name)} {cls.__name__}"

    def __set__(self, obj, value):
        print("set", self.name, value)
        obj.__dict__[self.name] = value

    def __delete__(self, obj):
        print("delete", self.name)
        del obj.__dict__[self.name]


class NonData:
    def __get__(self, obj, cls):
        return "non-data", obj is None, cls.__name__


class SetOnly:
    def __set__(self, obj, value):
        obj.__dict__["so"] = value * 2


class C:
    d = Data()
    n = NonData()
    so = SetOnly()
    plain = 1


class D(C):
    pass


c = C()
c.d = 5
print(c.d, C.d is C.__dict__["d"], c.n, C.n, D.n, D().d)
c.__dict__["d"] = "hidden"
c.__dict__["n"] = "wins"
print(c.d, c.n, c.__dict__)
del c.d
try:
    del c.d
except KeyError as e:
    print("KeyError", e)
print(type(c.so).__name__)
c.so = 4
print(c.so)
try:
    del c.so
except AttributeError as e:
    print(e)
C.d = "replaced on class"
print(c.d, c.__dict__["d"])


class GetOnly:
    def __get__(self, obj, cls=None):
        return "g"

    def __delete__(self, obj):
        print("del only")


class E:
    g = GetOnly()


e = E()
try:
    e.g = 1
except AttributeError as err:
    print(err)
del e.g
print(e.g)


class Typed:
    def __init__(self, kind):
        self.kind = kind

    def __set_name__(self, owner, name):
        self.name = name

    def __get__(self, obj, owner):
        return self if obj is None else obj.__dict__[self.name]

    def __set__(self, obj, value):
        if not isinstance(value, self.kind):
            raise TypeError(f"{self.name} must be {self.kind.__name__}, not {type(value).__name__}")
        obj.__dict__[self.name] = value


class Person:
    name, age = Typed(str), Typed(int)

    def __init__(self, name, age):
        self.name, self.age = name, age


print(vars(Person("Ann", 5)))
for args in [(1, 2), ("a", "b")]:
    try:
        Person(*args)
    except TypeError as err:
        print(err)


class BadName:
    def __set_name__(self, owner, name):
        raise ValueError("refused")


try:
    class F:
        attr = BadName()
except ValueError as err:
    print(type(err).__name__, err, err.__notes__)


class Lazy:
    def __init__(self, fn):
        self.fn = fn

    def __get__(self, obj, cls):
        value = obj.__dict__[self.fn.__name__] = self.fn(obj)
        return value


class G:
    @Lazy
    def value(self):
        print("computing")
        return 42


g = G()
print(g.value, g.value, vars(g))
class OnInstance:
    pass
o = OnInstance()
o.d = NonData()
print(type(o.d).__name__)
