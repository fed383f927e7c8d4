# [exits] Mutual recursion is not folded: limited by hand to few frames.
def ping(n):
    if n == 0:
        raise RuntimeError("bottom")
    pong(n)


def pong(n):
    ping(n - 1)


def same(n):
    if n == 0:
        raise RuntimeError("folded bottom")
    same(n - 1)


try:
    ping(3)
except RuntimeError:
    same(6)
