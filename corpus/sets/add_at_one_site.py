"""set.add and list.pop at sites that have seen the common case: other keys, other receivers."""


def add(s, key):
    return s.add(key)


class Same:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        print("asked", self.n)
        return other == self.n


class Named(set):
    def add(self, key):
        return ("named", key)


s = set()
for i in range(300):
    add(s, i * 7 % 211)
    add(s, str(i % 40))
print(len(s), add(s, 5))
add(s, 2.0)
add(s, True)
add(s, (1, 2))
print(len(s))
t = {Same(1)}
add(t, 1)
add(t, 2)
print(len(t))
print(add(Named(), 1), set.add(Named(), 1))
try:
    add(s, [])
except TypeError as e:
    print(e)
for i in range(300):
    s.discard(i)
    add(s, i + 0.0)
    add(s, i)
print(len(s), sorted(k for k in s if isinstance(k, float))[:5])
u = set()
for i in range(2000):
    add(u, i << 20)
    u.discard((i - 3) << 20)
print(sorted(x >> 20 for x in u))


def pop(items):
    return items.pop()


class Row(list):
    def pop(self):
        return "row"


items = list(range(50))
print(sum(pop(items) for _ in range(50)), items)
try:
    pop(items)
except IndexError as e:
    print(e)
print(pop(Row()), pop({9}), pop(bytearray(b"a")))
try:
    pop({})
except TypeError as e:
    print(e)
print(pop([1, [2]]))
