# Parallel assignment: order of evaluation with aliases, indexes and attributes.
a, b, c = 1, 2, 3
a, b = b, a
b, c, a = a, b, c
print(a, b, c)
xs = [0, 1, 2, 3]
xs[0], xs[-1] = xs[-1], xs[0]
xs[1:3] = xs[2], xs[1]
print(xs)
i = 0
i, xs[i] = 1, "i was set first"
print(i, xs)
xs[i], i = "old i", 2
print(i, xs)
d = {}
d["a"], d["b"], *d["rest"] = "xyzw"
print(d)
k = "k"
d[k], k, d[k] = 1, "new", 2
print(d)


class P:
    def __init__(self, v, nxt=None):
        self.v, self.next = v, nxt

    def __iter__(self):
        node = self
        while node:
            yield node.v
            node = node.next


def reverse(node):
    prev = None
    while node:
        node.next, prev, node = prev, node, node.next
    return prev


def build(items):
    head = None
    for x in reversed(items):
        head = P(x, head)
    return head


print(list(build([1, 2, 3])), list(reverse(build([1, 2, 3]))), list(reverse(build("abcd"))))
x = y = z = []
x, y = y + [1], x + [2]
print(x, y, z)
x = x, y = 5, 6
print(x, y)
(x, y), z = z, x = (1, 2), 3
print(x, y, z)
fib = 0, 1
for _ in range(10):
    fib = fib[1], sum(fib)
print(fib)
g = (n for n in range(10))
a, b = next(g), next(g)
c, *d = g
print(a, b, c, d)
q = [[1, 2], [3, 4]]
(q[0][0], q[0][1]), (q[1][0], q[1][1]) = q[1], q[0]
print(q)
q = [1, 2, 3]
q[0], q[1:], q[len(q):] = "first", ["second", "third", "fourth"], ["end"]
print(q)
s = "ab"
s, t = s[::-1], s
print(s, t)
m = {"x": 1}
m["x"], m = m, m["x"]
print(m)
def f(n):
    order.append(n)
    return n
order = []
l = [None] * 4
l[f(0)], l[f(1)], l[f(2)] = f("a"), f("b"), f("c")
print(l, order)
try:
    l[0], l[99], l[1] = "set", "fails", "not set"
except IndexError as e:
    print(e, l)
try:
    a, b = a1, b1 = 1, 2, 3
except ValueError as e:
    print(e, a, b)
while (pair := (a, b := b - 1 if isinstance(b, int) else 3)) and b > 0:
    print(pair, end=" ")
print(b)
left, right = [1, 3, 5], [2, 4]
merged = []
while left and right:
    (left, right) = (left, right) if left[0] < right[0] else (right, left)
    first, *left = left
    merged.append(first)
print(merged + left + right)
