# Random numbers from seeds, and what the functions refuse.  [slow]
import random
random.seed(42)
print(random.random(), random.randint(1, 10), random.randrange(0, 100, 5), random.choice("abc"), random.choices([1, 2, 3], weights=[1, 2, 3], k=5), random.choices("ab", cum_weights=[1, 3], k=3), random.sample(range(100), 5), random.sample([1, 2], counts=[2, 3], k=3), random.uniform(1, 2), random.triangular(0, 1, 0.5), random.betavariate(1, 2), random.expovariate(1.5), random.gammavariate(2, 3), random.gauss(0, 1), random.lognormvariate(0, 1), random.normalvariate(0, 1), random.vonmisesvariate(0, 1), random.paretovariate(2), random.weibullvariate(1, 2), random.binomialvariate(10, 0.3), random.getrandbits(70), random.randbytes(5))
l = list(range(10)); random.shuffle(l); print(l)
st = random.getstate(); a = random.random(); random.setstate(st); print(a == random.random(), st[0], len(st[1]))
for s in ("abc", b"abc", 5, 1.5, None if 0 else -7, bytearray(b"x")):
    r = random.Random(s); print(s, r.random(), r.randrange(1000), r.getrandbits(10))
for f in (lambda: random.choice([]), lambda: random.sample([1], 2), lambda: random.sample({1}, 1), lambda: random.randint(5, 1), lambda: random.randrange(5, 5), lambda: random.randrange(1.5), lambda: random.randrange(1, 10, 0), lambda: random.choices([], k=1), lambda: random.choices([1], weights=[0]), lambda: random.choices([1, 2], [1]), lambda: random.choices([1], weights=[1], cum_weights=[1]), lambda: random.choices([1], 5), lambda: random.getrandbits(-1), lambda: random.getrandbits("a"), lambda: random.seed([]), lambda: random.Random([]), lambda: random.setstate((1,)), lambda: random.setstate(5), lambda: random.shuffle((1, 2)), lambda: random.sample([1, 2], -1), lambda: random.sample([1, 2], counts=[1], k=1), lambda: random.expovariate(0), lambda: random.binomialvariate(-1), lambda: random.binomialvariate(1, 2), lambda: random.randbytes(-1), lambda: random.gauss("a", 1), lambda: random.SystemRandom().seed(5), lambda: random.SystemRandom().getstate(), lambda: 0 <= random.SystemRandom().random() < 1, lambda: random.random(1), lambda: random.getrandbits(0)):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class R(random.Random):
    def random(self): return 0.5
print(R().randint(1, 10), R().choice("abcd"), R().shuffle([1, 2, 3]), R().uniform(0, 10))
random.seed("x", version=1); print(random.random()); random.seed(10**30); print(random.random(), random.sample("abcdef", 3))
