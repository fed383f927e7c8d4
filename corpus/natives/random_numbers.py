# The Mersenne Twister: the same numbers as CPython's from the same seeds.
import _random


def t(f, *a, **k):
    try:
        return repr(f(*a, **k))
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


for seed in (0, 1, -1, 42, 2**32, 2**100 + 7, 1.5, True):
    r = _random.Random(seed)
    print(seed, r.random(), r.random(), r.getrandbits(1), r.getrandbits(32), r.getrandbits(33), r.getrandbits(200))
r = _random.Random(5)
state = r.getstate()
print(len(state), state[:3], state[-1], hash(state))
first = [r.random() for _ in range(1000)]
r.setstate(state)
print(first == [r.random() for _ in range(1000)], first[-1])
for k in (0, -1, 2**40, "x", 1.5):
    print(k, t(r.getrandbits, k))
for s in ([], (), (1,) * 625, (1,) * 624 + (625,), ("a",) * 625, (-1,) * 625):
    print(t(r.setstate, s))
print(t(_random.Random, 1, 2), t(_random.Random, x=1), t(r.seed, 1, 2), t(r.seed, []))


class Mine(_random.Random):
    def __init__(self, a, b=0):
        super().__init__(a + b)


print(Mine(1, b=2).random(), _random.Random(3).random(), _random.Random().random() != _random.Random().random())
import random

random.seed(2024)
print(random.random(), random.randint(1, 100), random.choice("abcdef"), random.gauss(0, 1), random.sample(range(50), 5))
x = list(range(10))
random.shuffle(x)
print(x, random.choices([1, 2, 3], k=5), random.uniform(1, 2), random.randbytes(5), random.triangular())
