"""[slow] 64-bit masked integer mixing: values that do not fit a small tagged integer."""
import sys

MASK = 0xFFFFFFFFFFFFFFFF


def main(n):
    x = 0x9E3779B97F4A7C15
    acc = 0
    for i in range(n):
        x ^= (x << 13) & MASK
        x ^= x >> 7
        x ^= (x << 17) & MASK
        acc = (acc + (x * 0xBF58476D1CE4E5B9 & MASK) + i) & MASK
    return acc


n = int(sys.argv[1]) if len(sys.argv) > 1 else 60000
print("checksum", main(n))
