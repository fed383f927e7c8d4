"""[slow] Short-lived and long-lived object allocation: points, linked cells."""
import sys


class Point:
    def __init__(self, x, y):
        self.x = x
        self.y = y


class Cell:
    def __init__(self, value, tail):
        self.value = value
        self.tail = tail


def short_lived(n):
    total = 0
    for i in range(n):
        p = Point(i, i + 1)
        q = Point(p.y, p.x)
        total += q.x - p.x + q.y
    return total


def chains(n):
    total = 0
    for r in range(n // 500):
        head = None
        for i in range(500):
            head = Cell(i ^ r, head)
        while head is not None:
            total += head.value
            head = head.tail
    return total


def main(n):
    return short_lived(n) + chains(n)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 50000
print("checksum", main(n))
