"""[slow] Dicts with int and tuple keys: Collatz memo, grid paths, deletions, iteration."""
import sys


def collatz(limit):
    steps = {1: 0}
    best = 0
    for start in range(2, limit):
        n = start
        path = []
        while n not in steps:
            path.append(n)
            n = n // 2 if n % 2 == 0 else 3 * n + 1
        k = steps[n]
        while path:
            k += 1
            steps[path.pop()] = k
        if steps[start] > best:
            best = steps[start]
    return best * 1000 + len(steps) % 1000


def grid(size):
    ways = {}
    for x in range(size):
        for y in range(size):
            if x == 0 or y == 0:
                ways[x, y] = 1
            else:
                ways[x, y] = (ways[x - 1, y] + ways[x, y - 1]) % 1000003
    for x in range(0, size, 2):
        del ways[x, 0]
    total = 0
    for (x, y), v in ways.items():
        total += v * (x ^ y)
    return total


def main(n):
    return collatz(n) * 1000003 + grid(n // 400)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 20000
print("checksum", main(n))
