"""[slow] Nested functions, captured and rebound variables, functions as values."""
import sys


def make_counter(step):
    total = 0

    def bump(x):
        nonlocal total
        total += x * step
        return total

    return bump


def compose(f, g):
    def both(x):
        return f(g(x))
    return both


def main(n):
    add3 = lambda x: x + 3
    chain = compose(compose(add3, lambda x: x % 1009), compose(add3, lambda x: x * 2))
    counters = [make_counter(s) for s in (1, 2, 3, 5)]
    acc = 0

    def helper(a, b, c=7):
        return a + b - c

    for i in range(n):
        acc += chain(i)
        acc = helper(acc, counters[i & 3](i & 15))
    return acc


n = int(sys.argv[1]) if len(sys.argv) > 1 else 50000
print("checksum", main(n))
