"""[slow] N queens with recursive generators: yield from, tuples, sets of threats."""
import sys


def place(n, row, cols, diag1, diag2):
    if row == n:
        yield ()
        return
    for c in range(n):
        if c in cols or row + c in diag1 or row - c in diag2:
            continue
        cols.add(c)
        diag1.add(row + c)
        diag2.add(row - c)
        for rest in place(n, row + 1, cols, diag1, diag2):
            yield (c,) + rest
        cols.discard(c)
        diag1.discard(row + c)
        diag2.discard(row - c)


def flatten(items):
    for item in items:
        yield from item


def main(n):
    solutions = 0
    check = 0
    for board in place(n, 0, set(), set(), set()):
        solutions += 1
        check = (check * 33 + sum(flatten([board, board[::-1]])) + board[0]) % 1000003
    return solutions * 1000003 + check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 8
print("checksum", main(n))
