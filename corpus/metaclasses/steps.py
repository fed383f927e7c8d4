"""In which order a class statement does what."""

log = []


class Meta(type):
    @classmethod
    def __prepare__(meta, name, bases, **kw):
        log.append(("prepare", name, [b.__name__ for b in bases], kw))
        return Space()

    def __new__(meta, name, bases, space, **kw):
        log.append(("new", name, sorted(k for k in space if not k.startswith("__"))))
        return super().__new__(meta, name, bases, dict(space))

    def __init__(cls, name, bases, space, **kw):
        log.append(("init", name, kw))
        super().__init__(name, bases, space)

    def __call__(cls, *args):
        log.append(("call", cls.__name__, args))
        return super().__call__(*args)

    def __getattr__(cls, name):
        return f"<{name} of {cls.__name__}>"

    def __len__(cls):
        return 3

    def __contains__(cls, item):
        return item == "x"

    def __instancecheck__(cls, o):
        return o == 5

    def __subclasscheck__(cls, other):
        return other is int


class Space(dict):
    def __setitem__(self, key, value):
        if not key.startswith("__"):
            log.append(("set", key))
        super().__setitem__(key, value)

    def __missing__(self, key):
        if key == "magic":
            return 42
        raise KeyError(key)


class Named:
    def __set_name__(self, owner, name):
        log.append(("named", owner.__name__, name))


class Base:
    def __init_subclass__(cls, **kw):
        log.append(("subclass", cls.__name__, kw))
        super().__init_subclass__()


class Entries:
    def __mro_entries__(self, bases):
        log.append(("entries", len(bases)))
        return (Base,)


class A(Entries(), metaclass=Meta, flag=1):
    x = magic
    y = Named()

    def f(self):
        return __class__.__name__


for line in log:
    print(*line)
log.clear()
print(A().f(), A.x, A.nothing, len(A), "x" in A, isinstance(5, A), issubclass(int, A), A.__orig_bases__[0].__class__)
print(log)


def show(make):
    try:
        print(make())
    except Exception as e:
        notes = getattr(e, "__notes__", [])
        print(type(e).__name__, e, notes, repr(e.__cause__))


class Bad:
    def __set_name__(self, owner, name):
        raise KeyError(name)


class M2(type):
    pass


show(lambda: type("X", (), {"a": Bad()}))
show(lambda: M2("X", (A,), {}))
show(lambda: type("X", (), {}, flag=1))
show(lambda: type("X", (Base,), {}, flag=2).__name__)
show(lambda: type("X", "ab", {}))
show(lambda: type("X", (1,), {}))
show(lambda: type(1, (), {}))
show(lambda: type("X", (), 1))
show(lambda: type("X\0", (), {}))
show(lambda: type.__new__(int, "X", (), {}))
show(lambda: type("X", (), {"__classcell__": 1}))
show(lambda: type("X", (), {"__qualname__": 1}))
