# __getattr__, __getattribute__, __setattr__, __delattr__ and their interplay.
class Log:
    real = "class attribute"

    def __init__(self):
        object.__setattr__(self, "log", [])
        self.x = 1

    def __getattr__(self, name):
        self.log.append("getattr " + name)
        if name.startswith("bad"):
            raise AttributeError("no " + name)
        return name.upper()

    def __setattr__(self, name, value):
        self.log.append(f"set {name}={value}")
        super().__setattr__(name, value)

    def __delattr__(self, name):
        self.log.append("del " + name)
        super().__delattr__(name)


o = Log()
print(o.x, o.y, o.real, hasattr(o, "bad1"), hasattr(o, "fine"), getattr(o, "bad2", "default"), o.log)
o.log.clear()
o.x += 1
o.new = o.other
del o.x
try:
    del o.x
except AttributeError as e:
    print("AttributeError", e)
try:
    o.bad3
except AttributeError as e:
    print(e, e.name, e.obj is o)
print(o.x, o.log)


class All:
    attr = 5

    def __init__(self):
        self.inst = 6

    def __getattribute__(self, name):
        seen.append(name)
        if name == "virtual":
            return "v"
        return object.__getattribute__(self, name)

    def __getattr__(self, name):
        seen.append("fallback " + name)
        return None

    def method(self):
        return self.inst

    def __len__(self):
        return 3


seen = []
a = All()
print(a.attr, a.inst, a.virtual, a.missing, a.method(), len(a), hasattr(a, "q"), a.__class__.__name__, seen)
seen.clear()
print(vars(a), a.__dict__, str(a)[:10], isinstance(a, All), seen)


class Raises:
    @property
    def prop(self):
        raise AttributeError("inside the property")

    @property
    def other(self):
        raise KeyError("inside")

    def __getattr__(self, name):
        return "fallback for " + name


r = Raises()
print(r.prop)
try:
    r.other
except KeyError as e:
    print("KeyError", e)


class Proxy:
    def __init__(self, target):
        self.__dict__["_t"] = target

    def __getattr__(self, n):
        return getattr(self._t, n)

    def __setattr__(self, n, v):
        setattr(self._t, n, v)

    def __delattr__(self, n):
        delattr(self._t, n)


class T:
    def hi(self):
        return "hi " + self.name


t = T()
p = Proxy(t)
p.name = "bob"
print(p.hi(), t.name, vars(p)["_t"] is t)
del p.name
for fn in (lambda: p.hi(), lambda: p.zzz, lambda: len(p)):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)


class Frozen:
    def __init__(self, **kw):
        self.__dict__.update(kw)

    def __setattr__(self, n, v):
        raise AttributeError(f"{type(self).__name__} is frozen: cannot set {n!r}")

    __delattr__ = None


f = Frozen(a=1)
for fn in (lambda: f.a, lambda: setattr(f, "a", 2), lambda: delattr(f, "a"), lambda: object.__setattr__(f, "a", 9), lambda: f.a):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
class Meta(type):
    def __getattr__(cls, n):
        return f"{cls.__name__}.{n}!"
class UsesMeta(metaclass=Meta):
    pass
print(UsesMeta.foo, UsesMeta.bar)
try:
    UsesMeta().foo
except AttributeError as e:
    print(e)
