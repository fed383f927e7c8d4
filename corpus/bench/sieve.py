"""[slow] Sieve of Eratosthenes with element-wise list stores, then a scan."""
import sys


def main(n):
    flags = [True] * (n + 1)
    flags[0] = False
    flags[1] = False
    i = 2
    while i * i <= n:
        if flags[i]:
            j = i * i
            while j <= n:
                flags[j] = False
                j += i
        i += 1
    found = 0
    check = 0
    for k in range(n + 1):
        if flags[k]:
            found += 1
            check = (check * 5 + k) % 1000003
    return found * 1000003 + check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 250000
print("checksum", main(n))
