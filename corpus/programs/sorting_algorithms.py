# [slow] Eight sorting algorithms compared on many inputs, with counted comparisons.
class Counted:
    compared = 0

    def __init__(self, v):
        self.v = v

    def __lt__(self, other):
        Counted.compared += 1
        return self.v < other.v

    def __repr__(self):
        return f"<{self.v}>"


def insertion(a):
    for i in range(1, len(a)):
        x, j = a[i], i
        while j and x < a[j - 1]:
            a[j] = a[j - 1]
            j -= 1
        a[j] = x
    return a


def selection(a):
    for i in range(len(a)):
        small = i
        for j in range(i + 1, len(a)):
            if a[j] < a[small]:
                small = j
        a[i], a[small] = a[small], a[i]
    return a


def bubble(a):
    end = len(a)
    while end > 1:
        last = 0
        for i in range(1, end):
            if a[i] < a[i - 1]:
                a[i - 1:i + 1] = a[i], a[i - 1]
                last = i
        end = last
    return a


def merge(a):
    if len(a) < 2:
        return a
    mid = len(a) // 2
    left, right, out = merge(a[:mid]), merge(a[mid:]), []
    i = j = 0
    while i < len(left) and j < len(right):
        if right[j] < left[i]:
            out.append(right[j])
            j += 1
        else:
            out.append(left[i])
            i += 1
    return out + left[i:] + right[j:]


def quick(a):
    if len(a) < 2:
        return a
    pivot = a[len(a) // 2]
    small = [x for x in a if x < pivot]
    large = [x for x in a if pivot < x]
    same = [x for x in a if not (x < pivot or pivot < x)]
    return quick(small) + same + quick(large)


def heap(a):
    n = len(a)

    def sift(i, n):
        while (c := 2 * i + 1) < n:
            if c + 1 < n and a[c] < a[c + 1]:
                c += 1
            if not a[i] < a[c]:
                return
            a[i], a[c] = a[c], a[i]
            i = c
    for i in reversed(range(n // 2)):
        sift(i, n)
    for end in range(n - 1, 0, -1):
        a[0], a[end] = a[end], a[0]
        sift(0, end)
    return a


def shell(a):
    gap = len(a) // 2
    while gap:
        for i in range(gap, len(a)):
            x, j = a[i], i
            while j >= gap and x < a[j - gap]:
                a[j] = a[j - gap]
                j -= gap
            a[j] = x
        gap //= 2
    return a


def builtin(a):
    return sorted(a)


def noise(n, seed=7):
    for _ in range(n):
        seed = (seed * 1103515245 + 12345) & 0x7FFFFFFF
        yield seed >> 8


INPUTS = {"empty": [], "one": [5], "sorted": list(range(60)), "reversed": list(range(60, 0, -1)), "equal": [3] * 40, "random": [x % 1000 for x in noise(80)], "few": [x % 4 for x in noise(80)], "sawtooth": [i % 9 for i in range(70)], "negative": [x % 201 - 100 for x in noise(50, 3)]}
ALGORITHMS = (insertion, selection, bubble, merge, quick, heap, shell, builtin)
for name, data in INPUTS.items():
    print(f"{name:9}", end="")
    for fn in ALGORITHMS:
        Counted.compared = 0
        items = [Counted(v) for v in data]
        result = fn(items[:])
        assert [c.v for c in result] == sorted(data), (fn.__name__, name)
        assert len({id(c) for c in result}) == len(data)
        count = Counted.compared if fn is not builtin else "ok"
        print(f"{fn.__name__}:{count}", end=" ")
    print()
pairs = [(x % 5, i) for i, x in enumerate(noise(40))]


class ByFirst(Counted):
    def __lt__(self, other):
        return self.v[0] < other.v[0]


for fn in ALGORITHMS:
    result = [c.v for c in fn([ByFirst(p) for p in pairs])]
    stable = all(a[0] < b[0] or a[1] < b[1] for a, b in zip(result, result[1:]))
    print(fn.__name__, "stable" if stable else "not stable")
for fn in ALGORITHMS[:-1]:
    for bad in ([1, "a"], [None, 1]):
        try:
            fn(bad[:])
        except TypeError as e:
            print(fn.__name__, e)
print([fn(list("sorting")) for fn in ALGORITHMS][-1], all(fn(list("theseus")) == sorted("theseus") for fn in ALGORITHMS), merge([(1, "b"), (1, "a"), (0, "z")]), quick([2.5, -1, 10 ** 20, 0]))
