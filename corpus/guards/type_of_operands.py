# Arithmetic, comparison and subscripts meet other types in the middle.
class V:
    def __add__(self, o):
        return "V+"

    def __radd__(self, o):
        return "+V"

    def __lt__(self, o):
        return "V<"

    def __gt__(self, o):
        return "V>"

    def __getitem__(self, i):
        return "V[]"

    def __setitem__(self, i, v):
        log.append((i, v))


log = []


def ops(a, b):
    return a + b


def less(a, b):
    if a < b:
        return "yes"
    return "no"


def item(o, i):
    return o[i]


def put(o, i, v):
    o[i] = v


v = V()
values = [1, 2.5, "s", [1], (1,), 2**70, True, v]
for rounds in range(3):
    row = []
    for a in values:
        for _ in range(40):
            try:
                r = ops(a, a)
            except TypeError as e:
                r = str(e)
        row.append(r)
    print(row)
print([ops(1, 2.5), ops(2.5, 1), ops(1, v), ops(v, 1), ops(1, True)])
print([less(a, b) for a, b in [(1, 2), (1, 2.0), ("a", "b"), (v, 1), (1, v), (2**70, 1)] for _ in range(35)][::35])
print([item(o, 0) for o in ([7], (8,), "x", b"y", {0: 9}, v, range(5, 6)) for _ in range(35)][::35])
target = [[0], {0: 0}, bytearray(1), v]
for t in target:
    for _ in range(40):
        put(t, 0, 1)
print(target[:3], len(log))


class L(list):
    def __getitem__(self, i):
        return "L"


print(item(L([1]), 0), item([1], 0))


class S(str):
    __slots__ = ()

    def __eq__(self, o):
        return "S=="

    __hash__ = str.__hash__


def eq(a, b):
    return a == b


print([eq("a", "a") for _ in range(40)][-1], eq(S("a"), "a"), eq("a", S("a")), eq("a", 1))
