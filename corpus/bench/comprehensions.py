"""[slow] List, dict and set comprehensions, nested and filtered; any, all, zip, enumerate."""
import sys


def main(n):
    check = 0
    base = list(range(60))
    for r in range(n):
        squares = [x * x for x in base if x % 3]
        table = {x: x + r for x in base}
        kinds = {x % 11 for x in squares}
        grid = [[i * j for j in range(8)] for i in range(8)]
        flat = [v for row in grid for v in row if v & 1]
        pairs = [a * b for a, b in zip(base, squares)]
        numbered = [i - v for i, v in enumerate(flat)]
        check += sum(squares) + table[r % 60] + len(kinds) + sum(pairs) + sum(numbered)
        if any(v > 48 for v in flat) and all(x >= 0 for x in base):
            check += 1
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 2500
print("checksum", main(n))
