"""[slow] Sets: add, membership, union, intersection, difference, symmetric difference."""
import sys


def main(n):
    check = 0
    for r in range(n):
        a = set()
        b = set()
        for i in range(200):
            a.add(i * 7 % 211)
            b.add((i * 5 + r) % 307)
        both = a & b
        either = a | b
        only = a - b
        xor = a ^ b
        check += len(both) * 3 + len(either) * 5 + len(only) * 7 + len(xor)
        hits = 0
        for i in range(300):
            if i in both or i in only:
                hits += 1
        check += hits
        if only <= a and not both.isdisjoint(a):
            check += 1
        check += sum({x % 17 for x in xor})
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 700
print("checksum", main(n))
