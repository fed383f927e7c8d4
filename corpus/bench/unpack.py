"""[slow] Tuple packing, unpacking, swaps, starred targets, multiple returns."""
import sys


def divide(a, b):
    return a // b, a % b


def rotate(t):
    a, b, c, d = t
    return b, c, d, a


def main(n):
    a, b, c = 1, 2, 3
    ring = (1, 2, 3, 4)
    check = 0
    for i in range(n):
        a, b = b, a
        a, b, c = c, a, b
        q, r = divide(i, 7)
        ring = rotate(ring)
        w, x, y, z = ring
        (p, s), t = (x, y), z
        first, *rest = ring
        check += q * a + r * b + c + w * p + s * t + first + len(rest)
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 80000
print("checksum", main(n))
