# [slow] Containers of collections and their abstract classes.
import builtins
import re


def print(*values, **options):
    """As the built-in one, without addresses."""
    builtins.print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


from collections import *
from collections import abc

c = Counter("abracadabra")
print(
    c,
    c.most_common(2),
    c["z"],
    c + Counter("ab"),
    c - Counter("aaa"),
    c & Counter("ab"),
    c | Counter("zz"),
    -c,
    c.total(),
    sorted(c.elements())[:3],
    Counter(a=-1),
    +Counter(a=-1, b=2),
    c >= Counter("a"),
)
c.update("aa")
c.subtract("b")
print(c["a"], c["b"])
del c["nope"]
d = deque([1, 2, 3], maxlen=3)
d.append(4)
d.rotate(1)
d.extendleft("xy")
print(d, d.maxlen, d.index("x"), d.count(4))
D = defaultdict(list)
D["a"].append(1)
print(D, D.get("z"), dict(D))
O = OrderedDict(a=1, b=2)
O.move_to_end("a")
print(O, O.popitem(last=False), list(reversed(O)))
cm = ChainMap({"a": 1}, {"a": 2, "b": 3})
print(cm, cm["b"], cm.new_child({"q": 1}), cm.parents, dict(cm))
cm["z"] = 9
print(cm.maps)
P = namedtuple("P", "x y", defaults=[0])
p = P(1)
print(
    p,
    p._asdict(),
    p._replace(y=5),
    P._fields,
    P._make([3, 4]),
    P._field_defaults,
    p == (1, 0),
    P.__doc__,
    P.x.__doc__,
)


def t(f):
    try:
        print(f())
    except Exception as e:
        print(type(e).__name__, e)


t(lambda: P())
t(lambda: P(1, 2, 3))
t(lambda: p._replace(z=1))
t(lambda: namedtuple("Q", "a a"))
t(lambda: namedtuple("Q", "def"))
t(lambda: namedtuple("Q", "_x"))
print(namedtuple("Q", "a def a", rename=True)._fields)
t(lambda: setattr(p, "x", 3))
t(lambda: deque(maxlen=-1))
t(lambda: deque().pop())
t(lambda: d.insert(0, 1))
t(lambda: defaultdict(5))
t(lambda: OrderedDict().popitem())
t(lambda: Counter(5))
t(lambda: d[9])
t(lambda: d.remove("nope"))
t(lambda: Counter.fromkeys("a"))


class U(UserDict):

    def __missing__(self, k):
        return k * 2


class UL(UserList):
    pass


u = U(a=1)
u["b"] = 2
print(
    u, u["zz"], "a" in u, u | {"c": 3}, UL([3, 1]) + [2], UserString("abc").upper() + "d", sorted(UL([2, 1]))
)
print(
    isinstance([], abc.Sequence),
    isinstance({}, abc.Mapping),
    issubclass(set, abc.MutableSet),
    isinstance((x for x in []), abc.Generator),
    isinstance(len, abc.Callable),
    isinstance(1, abc.Hashable),
    isinstance("", abc.Iterable),
    abc.Sized.__abstractmethods__,
)


class S(abc.Sequence):

    def __len__(self):
        return 3

    def __getitem__(self, i):
        if i >= 3:
            raise IndexError
        return i * 10


s = S()
print(list(s), s.index(20), 10 in s, list(reversed(s)), s.count(0))
t(lambda: type("X", (abc.Mapping,), {})())


class MM(abc.MutableMapping):

    def __init__(self):
        self.d = {}

    def __getitem__(self, k):
        return self.d[k]

    def __setitem__(self, k, v):
        self.d[k] = v

    def __delitem__(self, k):
        del self.d[k]

    def __iter__(self):
        return iter(self.d)

    def __len__(self):
        return len(self.d)


m = MM()
m.update(a=1, b=2)
print(
    m.pop("a"),
    m.setdefault("z", 5),
    dict(m),
    m.popitem(),
    m == {"b": 2},
    list(m.items()),
    m.get("q"),
    m.keys(),
)
m.clear()
t(lambda: m.pop("x"))
