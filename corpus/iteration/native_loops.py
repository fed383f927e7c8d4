# Loops over every kind of native iterator, more than one kind at one place.


def walk(it):
    out = []
    for x in it:
        out.append(x)
    return out


class Own:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n == 0:
            raise StopIteration
        self.n -= 1
        return self.n


def kinds():
    yield "abc"
    yield "añb"
    yield "日本"
    yield "x\U0001f600y"
    yield b"ab"
    yield bytearray(b"cd")
    yield {1: 2}
    yield {1: 2}.items()
    yield {3, 4}
    yield frozenset([5])
    yield range(3)
    yield range(1 << 70, (1 << 70) + 2)
    yield [1, 2]
    yield (3, 4)
    yield zip("ab", [1, 2])
    yield enumerate("xy")
    yield map(ord, "hi")
    yield filter(None, [0, 1, 2])
    yield reversed([1, 2, 3])
    yield iter([9, 8, 0, 7].pop, 0)
    yield Own(3)
    yield (i * i for i in range(3))
    yield ""
    yield "a" * 3


for repeat in range(4):
    results = [walk(k) for k in kinds()]
print(results)


def strings(n):
    total = 0
    for i in range(n):
        for c in "abcé"[: i % 5]:
            total += ord(c)
    return total


print(strings(60))
it = iter("abcdef")
for c in it:
    print(c, next(it, None), it.__length_hint__())
print(list(it), next(it, "end"), it.__reduce__() is not None)


def bad(it):
    try:
        for x in it:
            print(x)
    except Exception as e:
        print(type(e).__name__, e)


for _ in range(3):
    bad(map(lambda x: 1 // x, [1, 0, 2]))
    bad(zip([1], map(int, ["2", "x"])))
d = {1: 1}
for _ in range(2):
    try:
        for k in d:
            d[k + 1] = k
    except RuntimeError as e:
        print(e)
