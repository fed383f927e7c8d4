"""[slow] List methods: append, pop, insert, slices, extend, reverse, index, stack and queue use."""
import sys


def main(n):
    check = 0
    for r in range(n):
        stack = []
        for i in range(100):
            stack.append(i ^ r)
        while len(stack) > 40:
            check += stack.pop()
        stack.insert(3, 77)
        stack.extend([r, r + 1])
        stack[5:15] = stack[20:25]
        half = stack[::2] + stack[1:10]
        half.reverse()
        check += half[4] + half[-3] + stack.index(77) + len(half * 2)
        queue = half[:]
        for _ in range(20):
            queue.append(queue.pop(0) + 1)
        check += queue[0] + stack.count(r)
        if 9 in queue:
            check += 1
        del stack[10:]
        check = (check + sum(stack)) % 1000000007
    return check


n = int(sys.argv[1]) if len(sys.argv) > 1 else 3700
print("checksum", main(n))
