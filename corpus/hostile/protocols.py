# Objects whose special methods lie, return wrong types or raise in odd places.
def attempt(label, fn):
    try:
        print(label, fn())
    except BaseException as e:
        print(label, type(e).__name__, e)


class Lies:
    def __init__(self, **methods):
        type(self).__init__ = object.__init__


def make(**methods):
    return type("Made", (), {f"__{k}__": v for k, v in methods.items()})()


for value in (None, "s", 1.5, -1, [], object, NotImplemented, 1 << 70):
    print(value)
    for name, fn in [("len", len), ("bool", bool), ("hash", hash), ("index", hex), ("int", int), ("float", float), ("str", str), ("repr", repr), ("iter", iter), ("format", format), ("bytes", bytes), ("complex", complex), ("reversed", reversed), ("dir", dir), ("contains", lambda o: 1 in o), ("eq", lambda o: o == 1), ("lt", lambda o: o < 1), ("add", lambda o: o + 1), ("getattr", lambda o: o.zzz), ("call", lambda o: o()), ("getitem", lambda o: o[0]), ("neg", lambda o: -o), ("abs", abs), ("round", round), ("enter", lambda o: exec("with o: pass", {"o": o})), ("next", next)]:
        if value in (object,) and name in ("repr", "str"):
            continue
        if value is NotImplemented and name == "contains":
            continue
        o = make(**{name: lambda self, *a: value})
        try:
            r = fn(o)
            print("", name, r if isinstance(r, (int, float, str, type(None))) and len(str(r)) < 30 and "0x" not in str(r) else type(r).__name__)
        except Exception as e:
            print("", name, type(e).__name__, e)


def boom(*a):
    raise LookupError("boom")


for name, fn in [("len", len), ("bool", bool), ("hash", hash), ("iter", list), ("eq", lambda o: [o] == [1]), ("eq", lambda o: o in {}), ("lt", lambda o: sorted([o, o])), ("repr", lambda o: [o].__repr__()), ("repr", lambda o: f"{o!r}"), ("str", lambda o: "%s" % o), ("format", lambda o: f"{o}"), ("getattr", lambda o: hasattr(o, "q")), ("getattribute", lambda o: o.x), ("getattribute", lambda o: getattr(o, "x", "default")), ("call", lambda o: sorted([1], key=o)), ("call", lambda o: list(map(o, [1]))), ("index", lambda o: [1][o]), ("index", lambda o: range(o)), ("contains", lambda o: 1 in o), ("getitem", lambda o: o[1:2]), ("getitem", lambda o: list(o)), ("setattr", lambda o: setattr(o, "a", 1)), ("delattr", lambda o: delattr(o, "a")), ("exit", lambda o: 5), ("instancecheck", lambda o: isinstance(1, o)), ("add", lambda o: sum([o, 1])), ("radd", lambda o: sum([1, o])), ("len", lambda o: not o), ("length_hint", lambda o: list(o)), ("bool", lambda o: o and 1), ("bool", lambda o: [x for x in [1] if o]), ("bool", lambda o: any([o])), ("bool", lambda o: list(filter(None, [o]))), ("hash", lambda o: {o: 1}), ("hash", lambda o: {1: 2}.get(o)), ("mro_entries", lambda o: type("X", (o,), {})), ("class_getitem", lambda o: o[1])]:
    attempt(name, lambda: fn(make(**{name: boom})))


class Flip:
    n = 0

    def __bool__(self):
        Flip.n += 1
        return Flip.n % 2 == 0


f = Flip()
print(bool(f), bool(f), 1 if f else 2, not f, Flip.n)


class NewWrong:
    def __new__(cls):
        return cls

    def method(self):
        return "unbound"


print(NewWrong() is NewWrong, NewWrong().method(5))


class Callee:
    def __get__(self, o, t):
        raise RuntimeError("descriptor failed")


class Holder:
    __len__ = Callee()
    attr = Callee()
    __iter__ = Callee()
    __eq__ = Callee()
    __hash__ = None


h = Holder()
attempt("len", lambda: len(h))
attempt("attr", lambda: h.attr)
attempt("hasattr", lambda: hasattr(h, "attr"))
attempt("iter", lambda: iter(h))
attempt("eq", lambda: h == 1)
attempt("hash", lambda: hash(h))
attempt("class", lambda: Holder.attr)
class Infinite:
    def __iter__(self):
        return self
    def __next__(self):
        return 1
attempt("take", lambda: [x for x, _ in zip(Infinite(), range(3))])
attempt("in", lambda: 1 in Infinite())
attempt("any", lambda: any(Infinite()))
a, b = "ab"
attempt("unpack", lambda: exec("a, b = Infinite()"))
class Name(str):
    def __hash__(self):
        return 5
    def __eq__(self, o):
        return False
n = Name("real")
class O: pass
o = O()
setattr(o, n, 1)
attempt("odd name", lambda: (len(vars(o)), hasattr(o, "real")))
attempt("kwargs", lambda: (lambda **k: len(k))(**{n: 1}))
attempt("int", lambda: int(type("I", (int,), {"__int__": lambda s: 7, "__index__": lambda s: 8, "__repr__": lambda s: "I!"})(3)))
