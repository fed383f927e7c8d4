"""[slow] Game of life on a torus of nested lists: indexing, modulo, integer branches."""
import sys


def step(cells, size):
    out = []
    for y in range(size):
        up = cells[y - 1]
        here = cells[y]
        down = cells[(y + 1) % size]
        row = []
        for x in range(size):
            left = x - 1
            right = (x + 1) % size
            around = (up[left] + up[x] + up[right] + here[left] + here[right]
                      + down[left] + down[x] + down[right])
            if around == 3 or (around == 2 and here[x]):
                row.append(1)
            else:
                row.append(0)
        out.append(row)
    return out


def main(n):
    size = 64
    seed = 99
    cells = []
    for y in range(size):
        row = []
        for x in range(size):
            seed = (seed * 1664525 + 1013904223) % 4294967296
            row.append(1 if seed >> 30 == 0 else 0)
        cells.append(row)
    check = 0
    for _ in range(n):
        cells = step(cells, size)
        check = (check * 3 + sum(sum(row) for row in cells)) % 1000003
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 50
print("checksum", main(n))
