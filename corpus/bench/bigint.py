"""[slow] Big integers: factorial, Fibonacci, modular power, shifts, decimal conversion."""
import sys


def main(n):
    f = 1
    for i in range(2, n):
        f *= i
    a, b = 0, 1
    for _ in range(n * 6):
        a, b = b, a + b
    p = (1 << 521) - 1
    z = 3
    for i in range(n // 25):
        z = pow(z, 65537 + i, p)
    s = str(f)
    t = str(a)
    h = (f >> 777) ^ (a << 33)
    return (len(s) * 7 + sum(int(c) for c in t[:500]) + z % 1000003 + h % 1000003) % 1000000007


n = int(sys.argv[1]) if len(sys.argv) > 1 else 4000
if hasattr(sys, "set_int_max_str_digits"):
    sys.set_int_max_str_digits(0)
print("checksum", main(n))
