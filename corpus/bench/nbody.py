"""[slow] Planet orbits with lists of floats: float arithmetic and list indexing."""
import sys

SUN_MASS = 39.47841760435743
DAYS = 365.24
BODIES = [
    [0.0, 0.0, 0.0, 0.0, 0.0, 0.0, SUN_MASS],
    [4.84143144246472090, -1.16032004402742839, -0.103622044471123109,
     0.00166007664274403694 * DAYS, 0.00769901118419740425 * DAYS,
     -0.0000690460016972063023 * DAYS, 0.000954791938424326609 * SUN_MASS],
    [8.34336671824457987, 4.12479856412430479, -0.403523417114321381,
     -0.00276742510726411 * DAYS, 0.00499852801234917238 * DAYS,
     0.0000230417297573763929 * DAYS, 0.000285885980666130812 * SUN_MASS],
    [12.8943695621391310, -15.1111514016986312, -0.223307578892655734,
     0.00296460137564761618 * DAYS, 0.00237847173959480950 * DAYS,
     -0.0000296589568540237556 * DAYS, 0.0000436624404335156298 * SUN_MASS],
    [15.3796971148509165, -25.9193146099879641, 0.179258772950371181,
     0.00268067772490389322 * DAYS, 0.00162824170038242295 * DAYS,
     -0.0000951592254519715870 * DAYS, 0.0000515138902046611451 * SUN_MASS],
]


def energy(bodies):
    e = 0.0
    for i in range(len(bodies)):
        b = bodies[i]
        e += 0.5 * b[6] * (b[3] * b[3] + b[4] * b[4] + b[5] * b[5])
        for j in range(i + 1, len(bodies)):
            c = bodies[j]
            dx = b[0] - c[0]
            dy = b[1] - c[1]
            dz = b[2] - c[2]
            e -= b[6] * c[6] / (dx * dx + dy * dy + dz * dz) ** 0.5
    return e


def advance(bodies, pairs, dt, steps):
    for _ in range(steps):
        for a, b in pairs:
            dx = a[0] - b[0]
            dy = a[1] - b[1]
            dz = a[2] - b[2]
            d2 = dx * dx + dy * dy + dz * dz
            mag = dt / (d2 * d2 ** 0.5)
            ma = a[6] * mag
            mb = b[6] * mag
            a[3] -= dx * mb
            a[4] -= dy * mb
            a[5] -= dz * mb
            b[3] += dx * ma
            b[4] += dy * ma
            b[5] += dz * ma
        for body in bodies:
            body[0] += dt * body[3]
            body[1] += dt * body[4]
            body[2] += dt * body[5]


def main(n):
    bodies = [list(b) for b in BODIES]
    px = py = pz = 0.0
    for b in bodies:
        px += b[3] * b[6]
        py += b[4] * b[6]
        pz += b[5] * b[6]
    bodies[0][3] = -px / SUN_MASS
    bodies[0][4] = -py / SUN_MASS
    bodies[0][5] = -pz / SUN_MASS
    pairs = []
    for i in range(len(bodies)):
        for j in range(i + 1, len(bodies)):
            pairs.append((bodies[i], bodies[j]))
    advance(bodies, pairs, 0.01, n)
    return "%.8f" % energy(bodies)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
print("checksum", main(n))
