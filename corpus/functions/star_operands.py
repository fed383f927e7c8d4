# A lone *args or **kwargs is passed as it is; the callee must never see the caller's object itself.


def positional(*args):
    return args


def keywords(**kw):
    kw["added"] = True
    return kw


def both(*args, **kw):
    kw.pop("x", None)
    return args, kw


class Keeps:
    def __init__(self, *args, **kw):
        self.args, self.kw = args, kw


class Callable:
    def __repr__(self):
        return "<callable>"

    def __call__(self, *args, **kw):
        return args, sorted(kw.items())


t = (1, 2, 3)
d = {"x": 1, "y": 2}
print(positional(*t), positional(*t) is t, positional(*t) == t)
print(keywords(**d), d)
print(both(*t, **d), d)
k = Keeps(*t, **d)
print(k.args, k.kw, k.kw is d)
k.kw["z"] = 3
print(d)
print(Callable()(*t, **d), Callable()(*iter(t)), Callable()(*"ab", **{}))
print(dict(**d) is d, dict(**d) == d, tuple(*[t]) is t, max(*t), "{}-{}-{x}".format(*"ab", **d))
print([positional(*arg) for arg in ((), [], [1], (2, 3), range(3), {4: 5}, "xy", (c for c in "pq"))])


class Sub(tuple):
    def __iter__(self):
        return iter("from iter")


class Mapping:
    def keys(self):
        return ["b", "a"]

    def __getitem__(self, key):
        return key * 2


class SubDict(dict):
    def keys(self):
        return ["only"]

    def __getitem__(self, key):
        return "item " + key


class Name(str):
    pass


print(positional(*Sub((1, 2))))
print(keywords(**Mapping()), keywords(**SubDict(a=1)))
print(keywords(**{Name("n"): 1}))
for call in [
    lambda: positional(*5),
    lambda: keywords(**5),
    lambda: keywords(**{1: 2}),
    lambda: keywords(**{"a": 1, 2: 3}),
    lambda: positional(**{"a": 1}),
    lambda: keywords(*(1,)),
    lambda: len(*5),
    lambda: print(**None),
    lambda: Callable()(*None),
    lambda: both(*t, *5),
    lambda: both(**d, **d),
    lambda: both(**d, **7),
    lambda: both(*(1 / 0 for _ in "a")),
]:
    try:
        print(call())
    except Exception as e:
        print(type(e).__name__, e)


def rebinding(a, b=None, *rest, key="k", **kw):
    global t, d
    t, d = (), {}
    return a, b, rest, key, kw


print(rebinding(*t, **d), t, d)
t, d = tuple(range(70)), {f"k{i}": i for i in range(12)}
print(rebinding(*t, **d))


def recursive(*args):
    return sum(args) + recursive(*args[1:]) if args else 0


print(recursive(*range(30)))
gen = (positional(*pair) for pair in zip("ab", "cd"))
print(list(gen))


def spread(n, *args, **kw):
    yield from args
    yield sorted(kw)


print(list(spread(*(1, 2, 3))), list(spread(1, **{"q": 1})), list(spread(*[1], **{})))
