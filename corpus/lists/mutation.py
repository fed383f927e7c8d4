# Lists that change while a loop or comparison is walking them.
a = [1, 2, 3, 4, 5, 6]
for x in a:
    if x % 2 == 0:
        a.remove(x)
print(a)
a = [1, 2, 3]
for x in a:
    if len(a) < 8:
        a.append(x * 10)
print(a)
a = [1, 2, 3, 4]
it = iter(a)
print(next(it), next(it), it.__length_hint__())
del a[:]
print(next(it, "done"))
a.extend([7, 8, 9, 10])
print(next(it, "stays done"), list(it), it.__length_hint__())
r = reversed([1, 2, 3])
print(next(r), list(r), list(r), next(r, None))
a = [1, 2, 3]
r = reversed(a)
a.append(4)
print(list(r))
for i, x in enumerate(a):
    a[i] = x * x
print(a)
a = list(range(5))
while a:
    print(a.pop(len(a) // 2), end=" ")
print()
a = [0] * 5
i = 0
i, a[i] = 2, "x"
print(i, a)
a[i], i = "y", 4
print(i, a)
a = [1, 2, 3]
a[0], a[1], a[2] = a[2], a[0], a[1]
print(a)
m = [[]] * 2
m[0] += [1]
m[1] = m[1] + [2]
print(m)


def tail(acc=[], *more):
    acc += more
    return acc


print(tail(), tail([0], 1), tail(tail(), 1, 2), tail())
a = b = [1]
a = a + [2]
b += [3]
print(a, b)
t = (a, b)
t[0].append("in")
try:
    t[1] += ["err"]
except TypeError as e:
    print(e)
print(t)
q = [3, 1, 2]
s = sorted(q)
q2 = q[:]
q2.sort()
print(q, s, q2, q2 == s, q2 is not s)
stack, queue = [], []
for c in "abc":
    stack.append(c)
    queue.insert(0, c)
print(stack.pop(), queue.pop(), stack, queue)
