# Slices with a step, read at one place from sequences of every kind.
class Index:
    def __init__(self, n):
        self.n = n

    def __index__(self):
        return self.n


class Own:
    def __getitem__(self, key):
        return key


def part(s, a, b, c):
    return s[a:b:c]


ints = [None, 0, 1, 3, -1, -2, 7, -7, 10**30, -(10**30)]
seen = 0
for s in ([0, 1, 2, 3, 4, 5], [], [9], (0, 1, 2, 3, 4), "string", b"bytes", bytearray(b"array"), range(9)):
    for a in ints:
        for b in ints:
            for c in (None, 1, 2, 3, -1, -2, -3, 10**30, -(10**30)):
                seen = (seen * 31 + len(part(s, a, b, c)) + sum(map(hash, map(str, part(s, a, b, c)))) * 0) % 1000003
                full = list(s)
                assert list(part(s, a, b, c)) == full[slice(a, b, c)], (s, a, b, c)
print(seen)
for s in ([0, 1, 2, 3], (0, 1, 2, 3), "0123", Own(), 5, None):
    for args in ((3, None, -1), (Index(1), Index(3), Index(2)), (True, None, True), (0, 1, 0), (1.5, 2, 3), ("a", "b", "c")):
        try:
            print(part(s, *args) if not isinstance(s, Own) else [type(x).__name__ for x in (part(s, *args).start, part(s, *args).step)])
        except (KeyError, TypeError, ValueError) as e:
            print(type(e).__name__, e)
row = [[1], [2], [3]]
back = row[::-1]
back[0].append(4)
print(row, back, row[2::-2], row[::2][0] is row[0])
