# Decorators: order, arguments, on methods and classes.
log = []


def trace(fn):
    log.append("decorate " + fn.__name__)

    def wrapper(*args, **kwargs):
        log.append(f"call {fn.__name__} {args} {kwargs}")
        result = fn(*args, **kwargs)
        log.append(f"return {result!r}")
        return result
    wrapper.__name__ = fn.__name__
    return wrapper


def times(n):
    log.append(f"make {n}")

    def deco(fn):
        log.append(f"apply {n}")
        return lambda *a: [fn(*a) for _ in range(n)]
    return deco


@trace
@times(2)
@times(3)
def hello(x):
    return x


print(hello("hi"), log)
log.clear()


class Memo:
    def __init__(self, fn):
        self.fn, self.cache, self.hits = fn, {}, 0

    def __call__(self, *args):
        if args in self.cache:
            self.hits += 1
        else:
            self.cache[args] = self.fn(*args)
        return self.cache[args]


@Memo
def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


print(fib(50), fib.hits, len(fib.cache))


def add_repr(cls):
    cls.__repr__ = lambda self: f"{cls.__name__}({vars(self)})"
    return cls


registry = {}


def register(name):
    def deco(obj):
        registry[name] = obj
        return obj
    return deco


@register("point")
@add_repr
class Point:
    def __init__(self, x):
        self.x = x

    @trace
    def double(self):
        return self.x * 2

    @staticmethod
    @trace
    def origin():
        return 0

    @classmethod
    def make(cls, *a):
        return cls(*a)

    @property
    def half(self):
        return self.x / 2

    @half.setter
    def half(self, v):
        self.x = v * 2


p = registry["point"].make(4)
print(p, p.double(), Point.origin(), p.half, [entry.split("object")[0].split(" <")[0] if "<" in entry else entry for entry in log])
p.half = 10
print(p)


@lambda f: f.__name__.upper()
def shout():
    pass


@[str, repr][1]
class Gone:
    pass


print(shout, Gone == repr(Gone) or Gone)
try:
    @None
    def broken():
        pass
except TypeError as e:
    print(e)
