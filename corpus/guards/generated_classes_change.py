# Methods and members that dataclasses, namedtuples and enums made are changed.
import dataclasses, collections, enum
@dataclasses.dataclass
class P:
    x: int
    y: int = 2
def mk(i): p = P(i); return p.x + p.y
for i in range(60): mk(i)
P.y = 5; print(mk(1)); P.__init__.__defaults__ = (50,); print(mk(1)); P.__post_init__ = lambda s: setattr(s, 'y', 9); print(mk(1))
P.__init__ = lambda s, x: s.__dict__.update(x=x); print(mk(1)); P.x = property(lambda s: -s.__dict__['x']); print(mk(1))
N = collections.namedtuple('N', 'a b')
def rn(n): return n.a, n.b
n = N(1, 2)
for _ in range(60): rn(n)
print(rn(n)); N.a = property(lambda s: 'pa'); print(rn(n)); N.a, N.b = N.b, N.a; print(rn(n)); N.__getattribute__ = lambda s, k: k; print(rn(n)); del N.__getattribute__; print(rn(n))
class E(enum.Enum):
    A = 1
    B = 2
def re_(e): return e.value, e.name, E.A is e
for _ in range(60): re_(E.A)
print(re_(E.A)); E.A._value_ = 'poked'; print(re_(E.A))
try: E.A = 5
except AttributeError as e: print(e)
E.extra = 3; print(E.extra); del E.extra
