"""[slow] Digits of pi with a spigot over big integers: big multiply, divide, compare."""
import sys


def main(n):
    out = []
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while len(out) < n:
        if 4 * q + r - t < m * t:
            out.append(m)
            nr = 10 * (r - m * t)
            m = 10 * (3 * q + r) // t - 10 * m
            q *= 10
            r = nr
        else:
            nr = (2 * q + r) * x
            nm = (q * (7 * k) + 2 + r * x) // (t * x)
            q *= k
            t *= x
            x += 2
            k += 1
            m = nm
            r = nr
    check = 0
    for d in out:
        check = (check * 11 + d) % 1000000007
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 900
print("checksum", main(n))
