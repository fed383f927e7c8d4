# isinstance and len: rebound, and with hooks that appear.
import builtins


class Meta(type):
    pass


class C(metaclass=Meta):
    pass


class Plain:
    pass


c = C()
p = Plain()


def ask(o, t):
    return isinstance(o, t)


def warm(o, t):
    for _ in range(50):
        ask(o, t)
    return ask(o, t)


print(warm(c, C), warm(p, C), warm(p, Plain), warm(1, int), warm(True, (str, int)))
Meta.__instancecheck__ = lambda cls, o: o is p
print(warm(c, C), warm(p, C))
del Meta.__instancecheck__
print(warm(c, C), warm(p, C))


class Pretender:
    claim = C

    @property
    def __class__(self):
        return self.claim


p = Pretender()
print(warm(p, C), warm(p, Plain), warm(p, Pretender))
Pretender.claim = Plain
print(warm(p, C), warm(p, Plain), warm(p, Pretender))
real = builtins.isinstance
builtins.isinstance = lambda o, t: "patched"
print(warm(c, C))
builtins.isinstance = real
print(warm(c, C))


def size(o):
    return len(o)


class L(list):
    pass


print([size(o) for o in ([1], (1, 2), "abc", {1: 2}, {1}, b"xy", L([1, 2])) for _ in range(20)][::20])
L.__len__ = lambda self: 77
print(size(L()), size([]))
