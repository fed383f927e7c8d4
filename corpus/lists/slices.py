# Slice reads, assignments and deletions on lists.
base = list(range(10))
for s in [slice(2, 5), slice(None, None, 2), slice(None, None, -1), slice(5, 2), slice(-3, None), slice(None, -3), slice(8, 2, -2), slice(100, 200), slice(-100, 3), slice(5, None, -3), slice(0, 0)]:
    print(s, base[s], s.indices(10), len(range(*s.indices(10))))
    copy = base[:]
    del copy[s]
    print("  deleted", copy)
for s, new in [(slice(2, 4), "ab"), (slice(2, 2), [1, 2]), (slice(0, 8), []), (slice(None), "xyz"), (slice(5, 2), "in"), (slice(100, 200), "end"), (slice(-100, 1), "st"), (slice(None, None, 2), "vwxyz"), (slice(None, None, -2), range(5)), (slice(9, None, -5), "pq"), (slice(3, 3, 2), []), (slice(1, 9, 3), (7, 8, 9))]:
    copy = base[:]
    copy[s] = new
    print(s, new, "->", copy)
for s, new in [(slice(None, None, 2), "ab"), (slice(None, None, -1), [1]), (slice(0, 1), 5), (slice(0, 4, 2), 5), (slice(0, 1, 0), [1]), (slice("a", 2), []), (slice(0, 2.5), [])]:
    copy = base[:]
    try:
        copy[s] = new
    except Exception as e:
        print(s, new, type(e).__name__, e, copy == base)
a = [1, 2, 3]
a[1:2] = a
print(a)
a[:0] = a
print(a)
a[::2] = a[::-2] if len(a[::2]) == len(a[::-2]) else a[::2]
print(a)
a[len(a):] = [9]
a[:2] = iter("gen")
print(a)
a[:] = (x * 2 for x in [1, 2])
print(a)
b = c = [1, 2, 3, 4]
b[1:3] = []
print(c, b is c)
del c[:]
print(b)
x = list("abcdefgh")
del x[1::2], x[0]
print(x)
x[0:1], x[-1:] = "12", "34"
print(x)
m = [[1, 2, 3], [4, 5, 6]]
m[0][1:], m[1][:1] = [0], [0, 0]
print(m, [r[::-1] for r in m], [list(c) for c in zip(*m)])
print(slice(1), slice(1, 2), slice(1, 2, 3), slice(1, 2, 3).start, slice(None).stop, slice("a", [], {}), slice(1) == slice(None, 1, None), slice(1, 2) < slice(1, 3))
for fn in [lambda: slice(), lambda: slice(1, 2, 3, 4), lambda: hash(slice(1)), lambda: slice(1).indices(-1), lambda: slice("a").indices(5), lambda: slice(1, 2, 0).indices(5), lambda: setattr(slice(1), "stop", 2)]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
