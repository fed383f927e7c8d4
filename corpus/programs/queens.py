# [slow] N queens: backtracking three ways, with boards printed.
def solve(n):
    board = []

    def safe(col):
        row = len(board)
        return all(c != col and abs(c - col) != row - r for r, c in enumerate(board))

    def place():
        if len(board) == n:
            yield tuple(board)
            return
        for col in range(n):
            if safe(col):
                board.append(col)
                yield from place()
                board.pop()
    return place()


def bits(n):
    full = (1 << n) - 1

    def go(cols, left, right):
        if cols == full:
            return 1
        free = full & ~(cols | left | right)
        count = 0
        while free:
            bit = free & -free
            free ^= bit
            count += go(cols | bit, (left | bit) << 1, (right | bit) >> 1)
        return count
    return go(0, 0, 0)


def permutations(items):
    if not items:
        yield ()
    for i, x in enumerate(items):
        for rest in permutations(items[:i] + items[i + 1:]):
            yield (x, *rest)


def brute(n):
    return sum(len({r + c for r, c in enumerate(p)}) == len({r - c for r, c in enumerate(p)}) == n for p in permutations(tuple(range(n))))


def show(solution):
    n = len(solution)
    return "\n".join(" ".join("Q" if solution[r] == c else "." for c in range(n)) for r in range(n))


def symmetries(s):
    n = len(s)
    for _ in range(4):
        yield s
        yield tuple(n - 1 - c for c in s)
        turned = [0] * n
        for r, c in enumerate(s):
            turned[c] = n - 1 - r
        s = tuple(turned)


for n in range(1, 8):
    found = list(solve(n))
    unique = {min(symmetries(s)) for s in found}
    print(n, len(found), len(unique), bits(n), found[:2])
    if n <= 6:
        assert brute(n) == len(found)
print(show(next(solve(8))))
for s in sorted({min(symmetries(s)) for s in solve(6)}):
    print(show(s), "\n")
print([bits(n) for n in range(1, 9)])
gen = solve(14)
first = next(gen)
gen.close()
print(first, len(set(first)))
