# __eq__ and __hash__ which change or clear the container at work.
class Evil:
    def __init__(self, action, h=1, result=False):
        self.action, self.h, self.result = action, h, result

    def __hash__(self):
        return self.h

    def __eq__(self, other):
        action, self.action = self.action, None
        if action:
            action()
        return self.result


def attempt(label, fn):
    try:
        r = fn()
        print(label, r if isinstance(r, (int, str, bool, type(None))) else type(r).__name__)
    except Exception as e:
        print(label, type(e).__name__, e)


l = [1, 2, 3]
l[0] = Evil(l.clear)
attempt("index", lambda: l.index(5))
print(l)
l = [Evil(lambda: l.clear()), 2, 3]
attempt("remove", lambda: l.remove(7))
print(len(l))
l = [Evil(lambda: l.clear()), 2, 3]
attempt("contains", lambda: 9 in l)
l = [Evil(lambda: l.clear()), 2, 3]
attempt("count", lambda: l.count(2))
l = [Evil(lambda: l.clear()), 2]
attempt("list eq", lambda: l == [1, 2])
l = [Evil(lambda: l.append(4)), 2]
attempt("list eq grow", lambda: l == [1, 2])
l = [Evil(lambda: l.clear(), result=True), 2]
attempt("remove true", lambda: l.remove(0))
print(l)
d = {}
d[Evil(lambda: d.clear())] = "v"
attempt("dict get", lambda: d.get(Evil(None)))
print(len(d))
d = {}
d[Evil(lambda: d.clear())] = "v"
attempt("dict set", lambda: d.__setitem__(Evil(None), "w"))
print(len(d))
d = {}
d[Evil(lambda: [d.__setitem__(i, i) for i in range(50)])] = "v"
attempt("dict grow in get", lambda: d.get(Evil(None), "none"))
attempt("dict pop", lambda: d.pop(Evil(None), "none"))
print(len(d))
d = {1: Evil(lambda: d.clear()), 2: 3}
attempt("dict eq", lambda: d == {1: 0, 2: 3})
print(len(d))
d = {1: 2}
d[Evil(lambda: d.clear(), h=hash(1))] = 1
attempt("dict update", lambda: d.update({True: 5}))
d = {}
d[Evil(lambda: d.clear())] = 0
attempt("setdefault", lambda: d.setdefault(Evil(None), 5))
print(len(d))
s = set()
s.add(Evil(lambda: s.clear()))
attempt("set contains", lambda: Evil(None) in s)
print(len(s))
s = set()
s.add(Evil(lambda: s.clear()))
attempt("set add", lambda: s.add(Evil(None)))
print(len(s))
s = set()
s.add(Evil(lambda: s.update(range(100, 200))))
attempt("set discard", lambda: s.discard(Evil(None)))
print(len(s))
s, t = set(), set()
s.add(Evil(lambda: t.clear()))
t.add(Evil(lambda: s.clear()))
attempt("set and", lambda: s & t)
attempt("set or", lambda: len(s | t) >= 0)
attempt("set sub", lambda: len(s - t) >= 0)
attempt("set eq", lambda: s == t)
for fn in ("union", "intersection", "difference", "symmetric_difference", "issubset", "isdisjoint"):
    s, t = set(), set()
    s.add(Evil(lambda: (t.clear(), s.clear())))
    t.add(Evil(lambda: (t.clear(), s.clear())))
    attempt(fn, lambda: type(getattr(s, fn)(t)).__name__)
t = (1, Evil(None), 3)
attempt("tuple index", lambda: t.index(3))
attempt("tuple eq", lambda: (Evil(None), 1) == (2, 1))


class HashChanges:
    n = 0

    def __hash__(self):
        HashChanges.n += 1
        return HashChanges.n


h = HashChanges()
d = {h: 1}
print(h in d, len(d), list(d)[0] is h)
d[h] = 2
print(len(d))


class HashClears:
    def __hash__(self):
        d.clear()
        return 1


attempt("hash clears", lambda: d.__setitem__(HashClears(), 1))
print(len(d))
attempt("hash clears get", lambda: d.get(HashClears()))
print(len(d))


class LtClears:
    def __lt__(self, o):
        l.clear()
        return True


l = [LtClears() for _ in range(5)]
attempt("sort cleared", lambda: l.sort())
print(len(l))
l = [3, 1, 2]
attempt("key appends", lambda: l.sort(key=lambda x: l.append(x) or x))
print(l)
l = [3, 1, 2]
attempt("key reads", lambda: l.sort(key=lambda x: (len(l), x)))
print(l)
l = [LtClears(), LtClears()]
attempt("list lt", lambda: l < [1, 2])
l = list(range(5))
attempt("sorted of growing", lambda: str("skip"))
class IdxClears:
    def __index__(self):
        l.clear()
        return 2
l = [1, 2, 3]
attempt("index clears", lambda: l[IdxClears()])
l = [1, 2, 3]
attempt("set index clears", lambda: l.__setitem__(IdxClears(), 5))
l = [1, 2, 3]
attempt("slice clears", lambda: str(l[IdxClears():]))
l = [1, 2, 3]
attempt("insert clears", lambda: l.insert(IdxClears(), 5))
print(l)
l = [1, 2, 3]
attempt("pop clears", lambda: l.pop(IdxClears()))
l = [1, 2, 3]
attempt("mul clears", lambda: str(l * IdxClears()))
