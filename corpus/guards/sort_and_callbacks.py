# Natives that call back: key functions and predicates change meanwhile.
calls = []


def key(x):
    calls.append(x)
    if len(calls) == 30:
        key.__code__ = backwards.__code__
    return x


def backwards(x):
    return -x


print(sorted(range(50), key=key)[:5], len(calls))
factor = 1


def scaled(x):
    global factor
    factor += 1
    return x * factor


print(list(map(scaled, [1] * 40))[-3:])


class K:
    def __init__(self, v):
        self.v = v

    def __lt__(self, o):
        return self.v < o.v

    def __hash__(self):
        return hash(self.v)

    def __eq__(self, o):
        return self.v == o.v


items = [K(i) for i in (3, 1, 2)] * 20
print([k.v for k in sorted(items)][::20])
K.__lt__ = lambda self, o: self.v > o.v
print([k.v for k in sorted(items)][::20])
d = {K(1): "one"}
print(K(1) in d)
K.__eq__ = lambda self, o: False
print(K(1) in d)
K.__hash__ = lambda self: 0
K.__eq__ = lambda self, o: True
print(K(1) in d, len({K(1), K(2)}))
print(min([3, 1, 2], key=lambda x: -x), max("abc", key=ord))
