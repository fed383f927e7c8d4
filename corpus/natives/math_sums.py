# Sums, norms and the functions of ints in the module math.
import math


def t(f, *a, **k):
    try:
        return repr(f(*a, **k))
    except Exception as e:
        return type(e).__name__ + ": " + str(e)


state = 12345


def rnd():
    global state
    state = (state * 6364136223846793005 + 1442695040888963407) % 2**64
    return (state >> 11) / 2**53


for n in range(8):
    a = [(rnd() - 0.5) * 10 ** (rnd() * 30 - 15) for _ in range(n)]
    b = [(rnd() - 0.5) * 10 ** (rnd() * 30 - 15) for _ in range(n)]
    print(math.fsum(a), math.hypot(*a), math.dist(a, b), math.sumprod(a, b), math.prod(a))
inf = math.inf
print(t(math.fsum, [1e308, 1e308]), t(math.fsum, [inf, -inf]), t(math.fsum, [inf, 1]), t(math.fsum, ["a"]))
print(t(math.fsum, 3), t(math.fsum, [1e100, 1, -1e100]), t(math.fsum, [0.1] * 10))
print(t(math.sumprod, [1, 2, 2**62], [3, 4, 5]), t(math.sumprod, [1, 2.5, True], [3, 4, 5.5]))
print(t(math.sumprod, [], []), t(math.sumprod, [0], [0.0]), t(math.sumprod, [1e308, 1e308], [10, -10]))
print(t(math.sumprod, ["a"], [3]), t(math.sumprod, [1], [1, 2]), t(math.sumprod, [2**70, 1.5], [2, 2]))
print(t(math.prod, [1, 2, 3], start=2.5), t(math.prod, 3), t(math.prod, ["a", 3]), t(math.prod, []))
print(t(math.dist, [1], [1, 2]), t(math.dist, (1, 2), (4, 6)), t(math.dist, 1, 2), t(math.hypot))
for n in range(-2, 40, 6):
    for k in range(-1, 40, 9):
        print(n, k, t(math.comb, n, k), t(math.perm, n, k), math.gcd(n, k), math.lcm(n, k))
for n in (0, 1, 20, 21, 50, -1, 2.0, "x", 2**70, -2**70):
    print(t(math.factorial, n), t(math.perm, n))
print(t(math.comb, 2**70, 3), t(math.perm, 2**70, 3), t(math.comb, 2**70, 2**69), t(math.perm, 2**80, 2**70))
print(math.isqrt(10**40), t(math.isqrt, -1), t(math.isqrt, 2.0), math.gcd(), math.lcm())
print(math.gcd(2**70, 2**65, 12), math.lcm(2**70, 3**40), t(math.gcd, 1.5))
