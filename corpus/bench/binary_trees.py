"""[slow] Build and walk many perfect binary trees of objects (allocator, GC, recursion)."""
import sys


class Node:
    def __init__(self, left, right):
        self.left = left
        self.right = right


def build(depth):
    if depth == 0:
        return Node(None, None)
    return Node(build(depth - 1), build(depth - 1))


def count(node):
    if node.left is None:
        return 1
    return 1 + count(node.left) + count(node.right)


def main(depth):
    keep = build(depth)
    total = count(build(depth + 1))
    d = 4
    while d <= depth:
        rounds = 1 << (depth - d + 4)
        here = 0
        for _ in range(rounds):
            here += count(build(d))
        total = total * 3 + here
        d += 4
    return total * 5 + count(keep)


n = int(sys.argv[1]) if len(sys.argv) > 1 else 9
print("checksum", main(n))
