# [slow] Numeric loops in floats: n-body, integration, newton, matrix products, sieve.
class Body:
    __slots__ = ("x", "y", "z", "vx", "vy", "vz", "mass")

    def __init__(self, *values):
        for name, v in zip(self.__slots__, values):
            setattr(self, name, v)


PI = 3.141592653589793
SUN = 4 * PI * PI
YEAR = 365.24


def system():
    return [Body(0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SUN),
            Body(4.84143144246472090, -1.16032004402742839, -0.103622044471123109, 0.00166007664274403694 * YEAR, 0.00769901118419740425 * YEAR, -0.0000690460016972063023 * YEAR, 0.000954791938424326609 * SUN),
            Body(8.34336671824457987, 4.12479856412430479, -0.403523417114321381, -0.00276742510726411 * YEAR, 0.00499852801234917238 * YEAR, 0.0000230417297573763929 * YEAR, 0.000285885980666130812 * SUN)]


def advance(bodies, dt, steps):
    pairs = [(a, b) for i, a in enumerate(bodies) for b in bodies[i + 1:]]
    for _ in range(steps):
        for a, b in pairs:
            dx, dy, dz = a.x - b.x, a.y - b.y, a.z - b.z
            mag = dt * (dx * dx + dy * dy + dz * dz) ** -1.5
            am, bm = a.mass * mag, b.mass * mag
            a.vx -= dx * bm
            a.vy -= dy * bm
            a.vz -= dz * bm
            b.vx += dx * am
            b.vy += dy * am
            b.vz += dz * am
        for b in bodies:
            b.x += dt * b.vx
            b.y += dt * b.vy
            b.z += dt * b.vz


def energy(bodies):
    e = 0.0
    for i, a in enumerate(bodies):
        e += 0.5 * a.mass * (a.vx ** 2 + a.vy ** 2 + a.vz ** 2)
        for b in bodies[i + 1:]:
            e -= a.mass * b.mass / ((a.x - b.x) ** 2 + (a.y - b.y) ** 2 + (a.z - b.z) ** 2) ** 0.5
    return e


bodies = system()
print(f"{energy(bodies):.9f}")
advance(bodies, 0.01, 500)
print(f"{energy(bodies):.9f}", f"{bodies[1].x:.9f}")


def simpson(f, a, b, n):
    h = (b - a) / n
    return h / 3 * sum((1 if i in (0, n) else 4 if i % 2 else 2) * f(a + i * h) for i in range(n + 1))


def newton(f, df, x, eps=1e-12):
    for n in range(100):
        step = f(x) / df(x)
        x -= step
        if abs(step) < eps:
            return x, n
    raise ArithmeticError("no convergence")


def series(x, terms=30):
    total, term = 0.0, 1.0
    for n in range(1, terms):
        total += term
        term *= x / n
    return total


print(f"{simpson(lambda x: x ** 3 - x, 0, 2, 100):.12f} {simpson(lambda x: 1 / (1 + x * x), 0, 1, 200) * 4:.12f}")
print(["%.12f %d" % newton(lambda x: x * x - k, lambda x: 2 * x, 1.0) for k in (2, 3, 10)])
print(f"{series(1.0):.15f} {series(-1.0):.12f} {series(5.0):.9f}")
for f, df, x in ((lambda x: x * x + 1, lambda x: 2 * x, 0.5), (lambda x: x, lambda x: 0.0, 1.0)):
    try:
        print(newton(f, df, x))
    except ArithmeticError as e:
        print(type(e).__name__, e)
n = 30
a = [[(i * j % 7) - 3.0 for j in range(n)] for i in range(n)]
b = [[1.0 / (i + j + 1) for j in range(n)] for i in range(n)]
cols = list(zip(*b))
c = [[sum(x * y for x, y in zip(r, col)) for col in cols] for r in a]
print(f"{sum(map(sum, c)):.9f} {c[3][4]:.12f} {sum(c[i][i] for i in range(n)):.9f}")
limit = 20000
flags = bytearray([1]) * (limit + 1)
flags[0:2] = b"\0\0"
for p in range(2, int(limit ** 0.5) + 1):
    if flags[p]:
        flags[p * p::p] = bytes(len(range(p * p, limit + 1, p)))
print(sum(flags), [i for i in range(limit - 60, limit) if flags[i]], flags.count(1))


def variance(xs):
    mean = m2 = 0.0
    for n, x in enumerate(xs, 1):
        d = x - mean
        mean += d / n
        m2 += d * (x - mean)
    return mean, m2 / n


xs = [((i * 7919) % 1000) / 10 for i in range(1000)]
print("%.6f %.6f" % variance(xs), min(xs), max(xs), round(sum(xs), 6))
x, seen = 0.4, []
for i in range(60):
    x = 3.2 * x * (1 - x)
    seen.append(round(x, 6))
print(seen[-4:], len(set(seen[-20:])))
h = 0x811C9DC5
for octet in b"theseus" * 200:
    h = ((h ^ octet) * 0x01000193) & 0xFFFFFFFF
print(hex(h), h % 97)
