# Truth value of every kind of builtin object, and `and`, `or`, `not`.
class Len:
    def __init__(self, n):
        self.n = n

    def __len__(self):
        return self.n


class Bool:
    def __init__(self, value):
        self.value = value

    def __bool__(self):
        return self.value


class Both(Len):
    def __bool__(self):
        return True


values = [None, False, True, 0, 1, -1, 0.0, -0.0, 1e-300, 0j, 1j, "", "0", b"", b"\0",
          [], [0], (), (0,), {}, {0: 0}, set(), {0}, frozenset(), range(0), range(1),
          NotImplementedError, len, ...]
for value in values:
    print(repr(value), bool(value), not value)

for obj in [Len(0), Len(3), Bool(True), Bool(False), Both(0)]:
    print(type(obj).__name__, bool(obj), "yes" if obj else "no")

for bad in [Len(-1), Len("x"), Len(1 << 100), Bool(1), Bool(None)]:
    try:
        print(bool(bad))
    except Exception as e:
        print(type(e).__name__, e)


def show(x):
    print("eval", repr(x), end="; ")
    return x


print(show(0) or show("") or show("last"))
print(show(1) and show("") and show("never"))
print(show(0) and show(1) or show(2))
print(not show([]) and show("x"))
print([] or {} or ())
print(1 and [2] and (3,))
print(None is None, None is not None, not None is None)
