"""[slow] Operator overloading: __add__, __mul__, __eq__, __lt__, __getitem__, __len__, __bool__."""
import sys


class Vec:
    def __init__(self, x, y):
        self.x = x
        self.y = y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __sub__(self, other):
        return Vec(self.x - other.x, self.y - other.y)

    def __mul__(self, k):
        return Vec(self.x * k % 1009, self.y * k % 1009)

    __rmul__ = __mul__

    def __eq__(self, other):
        return self.x == other.x and self.y == other.y

    def __lt__(self, other):
        return self.x < other.x

    def __getitem__(self, i):
        return self.x if i == 0 else self.y

    def __len__(self):
        return 2

    def __bool__(self):
        return self.x != 0


def main(n):
    a = Vec(1, 2)
    b = Vec(3, 5)
    check = 0
    for i in range(n):
        c = a + b * (i & 7)
        d = 2 * c - a
        if c == d or a < d:
            check += c[0] + d[1]
        if d:
            check += len(d)
        a = d * 3
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 12000
print("checksum", main(n))
