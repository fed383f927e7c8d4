"""[slow] try/except/else/finally: not raised, raised here, raised three calls down."""
import sys


class Refused(Exception):
    def __init__(self, code):
        self.code = code


def deepest(x):
    if x % 3 == 0:
        raise Refused(x & 7)
    return x


def middle(x):
    return deepest(x) + 1


def outer(x):
    try:
        return middle(x)
    finally:
        COUNT[0] += 1


COUNT = [0]


def main(n):
    table = {1: 1}
    check = 0
    for i in range(n):
        try:
            check += outer(i)
        except Refused as e:
            check -= e.code
        try:
            check += table[i & 3]
        except KeyError:
            check += 2
        else:
            check += 1
        try:
            check += i // (i & 1)
        except (ValueError, ZeroDivisionError):
            check += 5
        try:
            check ^= 1
        finally:
            check += 1
    return check + COUNT[0]


n = int(sys.argv[1]) if len(sys.argv) > 1 else 50000
print("checksum", main(n))
