"""[slow] Edit distance by dynamic programming over two rows: nested loops, min, string indexing."""
import sys


def distance(a, b):
    prev = list(range(len(b) + 1))
    for i in range(len(a)):
        row = [i + 1]
        ca = a[i]
        for j in range(len(b)):
            cost = 0 if ca == b[j] else 1
            best = prev[j] + cost
            if prev[j + 1] + 1 < best:
                best = prev[j + 1] + 1
            if row[j] + 1 < best:
                best = row[j] + 1
            row.append(best)
        prev = row
    return prev[-1]


def word(seed, size):
    out = []
    for _ in range(size):
        seed = (seed * 75 + 74) % 65537
        out.append("abcdefgh"[seed % 8])
    return "".join(out)


def main(n):
    check = 0
    for r in range(n):
        check = (check * 3 + distance(word(r + 1, 60), word(r * 5 + 2, 70))) % 1000003
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 110
print("checksum", main(n))
