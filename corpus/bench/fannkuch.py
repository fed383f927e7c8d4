"""[slow] Pancake flips over all permutations: list indexing, slices and reversal."""
import sys


def main(n):
    perm1 = list(range(n))
    count = [0] * n
    best = 0
    check = 0
    sign = 0
    r = n
    while True:
        while r != 1:
            count[r - 1] = r
            r -= 1
        if perm1[0] != 0:
            perm = perm1[:]
            flips = 0
            first = perm[0]
            while first:
                perm[:first + 1] = perm[first::-1]
                flips += 1
                first = perm[0]
            if flips > best:
                best = flips
            check += -flips if sign else flips
        sign ^= 1
        while True:
            if r == n:
                return best * 1000000 + check
            first = perm1[0]
            i = 0
            while i < r:
                perm1[i] = perm1[i + 1]
                i += 1
            perm1[r] = first
            count[r] -= 1
            if count[r] > 0:
                break
            r += 1


n = int(sys.argv[1]) if len(sys.argv) > 1 else 7
print("checksum", main(n))
