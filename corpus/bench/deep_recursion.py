"""[slow] Deep call stacks: a descent 800 frames down, mutual recursion, Ackermann."""
import sys


def down(n, acc):
    if n == 0:
        return acc
    return down(n - 1, acc + n)


def even(n):
    return True if n == 0 else odd(n - 1)


def odd(n):
    return False if n == 0 else even(n - 1)


def ack(m, n):
    if m == 0:
        return n + 1
    if n == 0:
        return ack(m - 1, 1)
    return ack(m - 1, ack(m, n - 1))


def main(n):
    check = 0
    for r in range(n):
        check += down(800, r)
        check += even(700 + (r & 1))
    for _ in range(n // 40):
        check += ack(2, 60)
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 160
print("checksum", main(n))
