# Container protocol: __len__, __getitem__, __contains__, __iter__, slices.
class Seq:
    def __init__(self, *v):
        self.v = v

    def __getitem__(self, i):
        log.append(i)
        return self.v[i]

    def __len__(self):
        return len(self.v)


log = []
s = Seq(10, 20, 30)
print(list(s), log, 20 in s, log, s[-1], s[0:2], s[::2], s[1:], log)
log.clear()
print(list(reversed(s)), log, [*s], max(s), sum(s), tuple(enumerate(s)), dict(zip("abc", s)), sorted(s, reverse=True), bool(s), bool(Seq()))
a, b, c = s
print(a, b, c)
log.clear()
for weird in ("s[1, 2]", "s[1:2, 3]", "s[...]", "s[None]", "s['k']", "s[1:2:3]", "s[:]", "s[(1)]", "s[()]", "s[1,]", "s[*[1, 2]]"):
    try:
        eval(weird)
    except Exception as e:
        print(weird, log[-1], type(e).__name__, e)
    else:
        print(weird, log[-1])


class Map:
    def __init__(self):
        self.d = {}

    def __setitem__(self, k, v):
        print("set", k, v)
        self.d[str(k)] = v

    def __delitem__(self, k):
        print("del", k)
        del self.d[str(k)]

    def __getitem__(self, k):
        return self.d[k]

    def keys(self):
        return self.d.keys()

    def __contains__(self, k):
        return "odd" if k == 1 else []


m = Map()
m[1] = "one"
m[1:2] = "slice"
m["a", "b"] = 2
del m[1]
m["k"] = 5
m["k"] += 1
print(m.d, dict(m), {**m}, 1 in m, 2 in m, 2 not in m, (lambda **kw: kw)(**m))


class It:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


print(list(It(3)), 1 in It(3), 7 in It(3), sum(It(4)), [*It(2)], min(It(3)), next(It(1)), next(It(0), "none"))


class Bad1:
    def __iter__(self):
        return 5


class Bad2:
    __iter__ = None
    __contains__ = None
    __len__ = None


class Bad3:
    def __len__(self):
        return -1


class Bad4:
    def __len__(self):
        return "x"


class Bad5:
    def __getitem__(self, i):
        raise ValueError("item %d" % i)


class NoLen:
    def __getitem__(self, i):
        if i > 2:
            raise IndexError
        return i


for fn in [lambda: iter(Bad1()), lambda: iter(Bad2()), lambda: 1 in Bad2(), lambda: len(Bad2()), lambda: len(Bad3()), lambda: len(Bad4()), lambda: list(Bad5()), lambda: 1 in Bad5(), lambda: list(NoLen()), lambda: reversed(NoLen()), lambda: 2 in NoLen(), lambda: 1 in It, lambda: len(It(1)), lambda: It(1)[0], lambda: setattr(s, "v", 0) or len(s), lambda: s[0], lambda: next(s), lambda: next(5), lambda: iter(5, 5), lambda: list(iter(It(3).__next__, 1)), lambda: Seq[int], lambda: Seq.__class_getitem__]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
class Generic:
    def __class_getitem__(cls, item):
        return f"{cls.__name__}[{item}]"
print(Generic[int], Generic[1, 2], Generic["x"])
