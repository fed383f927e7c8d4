# Iterators, __del__, repr and extend over containers that change under them.
def attempt(label, fn):
    try:
        print(label, fn())
    except Exception as e:
        print(label, type(e).__name__, e)


class Repr:
    def __init__(self, act):
        self.act = act

    def __repr__(self):
        act, self.act = self.act, lambda: None
        act()
        return "R"


l = [1, 2, 3]
l[0] = Repr(l.clear)
attempt("repr clear", lambda: repr(l))
l = [Repr(lambda: l.append(9)), 2]
attempt("repr append", lambda: repr(l))
d = {}
d.update({1: Repr(lambda: d.clear()), 2: 2})
attempt("dict repr", lambda: repr(d))
d = {}
d.update({1: Repr(lambda: d.update({i: i for i in range(10, 40)})), 2: 2})
attempt("dict repr grow", lambda: repr(d)[:20])
s = set()


class HRepr(Repr):
    def __hash__(self):
        return 1


s.add(HRepr(lambda: s.clear()))
attempt("set repr", lambda: repr(s))


class Del:
    def __init__(self, act):
        self.act = act

    def __del__(self):
        self.act()


l = [Del(lambda: l.append("from del")), 2, 3]
l[0] = 1
print(l)
l = [Del(lambda: l.clear()), 2, 3]
del l[0]
print(l)
l = [Del(lambda: l.extend("ab")), 2]
l.clear()
print(l)
l = [Del(lambda: l.append("x")), 2]
l[:] = [7]
print(l)
d = {"k": Del(lambda: d.update(k="from del"))}
d["k"] = "set"
print(d)
d = {"k": Del(lambda: d.update(z=1))}
d.clear()
print(d)
d = {"k": Del(lambda: d.clear()), "b": 2}
del d["k"]
print(d)
d = {"k": Del(lambda: d.clear()), "b": 2}
attempt("pop in del", lambda: type(d.pop("k")).__name__)
print(d)


class Obj:
    pass


o = Obj()
o.a = Del(lambda: setattr(o, "a", "from del"))
o.a = 5
print(o.a)
o.a = Del(lambda: o.__dict__.clear())
del o.a
print(vars(o))
l = [1, 2]
l.extend(l)
print(l)
l = [1, 2, 3]
attempt("extend by growing iterator", lambda: [l.extend(x for x in l if len(l) < 6), l])
l = [1, 2, 3]
attempt("list of shrinking", lambda: [x for x in l if l.pop() or True])
l = [1, 2, 3, 4]
attempt("map pop", lambda: list(map(lambda x: l.pop(), l)))
l = [1, 2, 3]
attempt("slice assign self iter", lambda: l.__setitem__(slice(1, 2), (l.pop() for _ in range(2))))
print(l)
l = [3, 2, 1]


class K:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        l.append(0)
        return self.v < o.v


l = [K(3), K(1), K(2)]
attempt("sort grows", lambda: l.sort())
print(len(l))
d = {i: i for i in range(5)}
it = iter(d)
next(it)
d.clear()
attempt("iter after clear", lambda: next(it))
it = iter(d.items())
d[1] = 1
attempt("items after add", lambda: next(it))
d = {i: i for i in range(5)}
attempt("dict pop in comprehension", lambda: [d.pop(k) for k in d])
attempt("dict change in update", lambda: d.update((k, d.clear()) for k in range(3)))
print(d)
attempt("fromkeys", lambda: dict.fromkeys(x for x in [1, 2]))
b = bytearray(b"abc")
attempt("bytearray", lambda: [b.append(x) if len(b) < 6 else x for x in b])
b[:] = b
attempt("iadd self", lambda: b.__iadd__(b))
print(b)
z = [1]
z *= 3
z[1:1] = z
print(z)
x = [[]]
x[0] = x
attempt("cycle eq", lambda: x == x)
y = [[]]
y[0] = y
attempt("two cycles", lambda: x == y)
attempt("cycle in", lambda: x in x)
attempt("cycle count", lambda: x.count(x))
attempt("cycle sort", lambda: [x, x].sort())
attempt("cycle lt", lambda: x < y)
attempt("sum of self", lambda: len(sum(x, [])))
attempt("hash of cycle", lambda: hash((x,)))


class SetAttr:
    def __setattr__(self, n, v):
        object.__setattr__(self, n, v)
        if n == "a":
            del self.a


q = SetAttr()
q.a = 1
attempt("gone", lambda: q.a)
class Meta(type):
    def __eq__(cls, o):
        return True
    __hash__ = type.__hash__
class M(metaclass=Meta):
    pass
attempt("meta eq", lambda: (M == 5, isinstance(M(), M), M in [1], {M: 1}[M]))
def f(a):
    global f
    f = None
    return a
print(f(1), f)
class Call:
    def __call__(self):
        global c
        del c
        return "called"
c = Call()
print(c(), "c" in globals())
