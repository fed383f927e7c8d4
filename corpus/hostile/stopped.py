# [ours] [slow] A handler that raises stops native loops that never call Python. CPython cannot stop these.
import itertools
import math
import signal


def stop(number, frame):
    raise TimeoutError


signal.signal(signal.SIGALRM, stop)
long = 7**200_000
for work in (
    lambda: 2**63 in iter(int, 1),
    lambda: max(iter(int, 1)),
    lambda: all(map(bool, itertools.repeat(1))),
    lambda: sum(itertools.cycle([0])),
    lambda: list(itertools.product(range(9), repeat=9)) and list(itertools.product(range(9), repeat=30)),
    lambda: pow(3, long, long + 2),
    lambda: pow(long, -1, 11**200_000),
    lambda: math.gcd(7**500_000, 11**400_000),
    lambda: math.lcm(*range(1, 300_000)),
    lambda: b"".join(itertools.repeat(b"", 10**10)),
    lambda: any(itertools.filterfalse(None, itertools.count(1))),
):
    signal.setitimer(signal.ITIMER_REAL, 0.02)
    try:
        work()
        print("ended")
    except TimeoutError:
        print("stopped")
