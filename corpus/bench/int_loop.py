"""[slow] Integer arithmetic in while and for loops: a counter, a small LCG, bit tests."""
import sys


def while_part(n):
    i = 0
    odd = 0
    state = 12345
    while i < n:
        state = (state * 1103515245 + 12345) % 2147483648
        if state & 1:
            odd += 1
        i += 1
    return state + odd


def for_part(n):
    total = 0
    for i in range(n):
        if i % 3 == 0:
            total += i
        elif i % 5 == 0:
            total -= i // 2
        else:
            total ^= i
    return total


def main(n):
    return while_part(n) * 31 + for_part(n)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 200000
print("checksum", main(n))
