"""[slow] Escape counts over a grid with plain floats: tight float loop."""
import sys


def escape(cr, ci, limit):
    zr = 0.0
    zi = 0.0
    k = 0
    while k < limit:
        zr2 = zr * zr
        zi2 = zi * zi
        if zr2 + zi2 > 4.0:
            return k
        zi = 2.0 * zr * zi + ci
        zr = zr2 - zi2 + cr
        k += 1
    return limit


def main(n):
    total = 0
    for y in range(n):
        ci = 2.4 * y / n - 1.2
        for x in range(n):
            cr = 3.0 * x / n - 2.1
            total = (total * 7 + escape(cr, ci, 100)) % 1000000007
    return total


n = int(sys.argv[1]) if len(sys.argv) > 1 else 110
print("checksum", main(n))
