"""[slow] Chained generators and generator expressions, send(), and an iterator class."""
import sys


def source(n):
    i = 0
    while i < n:
        yield i
        i += 1


def keep_odd(items):
    for x in items:
        if x & 1:
            yield x


def windowed(items):
    last = 0
    for x in items:
        yield last + x
        last = x


def averager():
    total = 0
    count = 0
    mean = 0
    while True:
        x = yield mean
        total += x
        count += 1
        mean = total // count


class Countdown:
    def __init__(self, n):
        self.n = n

    def __iter__(self):
        return self

    def __next__(self):
        if self.n <= 0:
            raise StopIteration
        self.n -= 1
        return self.n


def main(n):
    check = 0
    for v in windowed(keep_odd(source(n))):
        check = (check + v) % 1000003
    check += sum(x * 2 for x in source(n) if x % 5)
    mean = averager()
    next(mean)
    for x in range(n // 2):
        check ^= mean.send(x)
    for x in Countdown(n // 2):
        check += x & 7
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 140000
print("checksum", main(n))
