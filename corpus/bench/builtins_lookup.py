"""[slow] Global variables and builtins in a hot loop: len, abs, min, max, isinstance, int."""
import sys

LIMIT = 1000
items = [3, 1, 4, 1, 5, 9, 2, 6]
counter = 0


def bump(k):
    global counter
    counter += k


def main(n):
    check = 0
    for i in range(n):
        check += len(items) + abs(i - LIMIT)
        check -= min(i, LIMIT)
        check += max(i & 15, 7)
        if isinstance(i, int):
            bump(i & 3)
        if i > LIMIT and bool(i & 1):
            check ^= int(i)
        check += ord("a") + hash(i)
    return check + counter


n = int(sys.argv[1]) if len(sys.argv) > 1 else 50000
print("checksum", main(n))
