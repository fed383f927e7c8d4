"""What is evaluated before what."""


def t(x, log=[]):
    print(x, end=" ")
    return x


class Box(dict):
    def __getattr__(self, name): return print("get", name, end=" ") or 10
    def __setattr__(self, name, value): print("set", name, value, end=" ")
    def __getitem__(self, key): return print("item", key, end=" ") or 20
    def __setitem__(self, key, value): print("store", key, value, end=" ")
    def __delitem__(self, key): print("drop", key, end=" ")


b = Box()
t(1) + t(2) * t(3); print()
(t(1), [t(2), {t(3): t(4), t(5): t(6)}]); print()
t(1) < t(2) < t(0) < t(9); print()
t(0) or t(1) and t(2) or t(3); print()
t(1) if t(0) else t(2); print()
b[t(1)], b.x = t(2), t(3); print()
b[t(1)] += t(2); print()
b.y -= t(1); print()
b[t(1):t(2):t(3)]; print()
del b[t(1)], b[t(2)]; print()
print(*[t(1)], t(2), *[t(3)], sep=t(""), **{"end": t("\n")})
{t(k): t(v) for k, v in [(1, 2), (3, 4)]}; print()
[t(x) for x in [t(1), t(2)] if t(x) > 1]; print()
f"{t(1)}{t(2):{t(3)}}"; print()
x = y = b[t(1)] = t(2); print(x, y)


def decorate(n):
    t(("made", n))
    return lambda f: t(("applied", n)) and f


@decorate(t(1))
@decorate(t(2))
def f(a=t("default a"), *, b=t("default b")) -> t("returned"):
    pass


print()


@decorate(3)
class C(t(object), metaclass=t(type)):
    t("body")


print()
assert t(1), t("message")
print()
try:
    raise t(ValueError) from t(None)
except ValueError:
    print()
with __import__("contextlib").nullcontext(t(1)) as b[t(2)], __import__("contextlib").nullcontext(t(3)):
    print()
for b[t(0)] in [t(1), t(2)]:
    print()
lambda a=t(1): t(2)
print()
(z := t(1)) + z + (z := t(3)); print(z)
