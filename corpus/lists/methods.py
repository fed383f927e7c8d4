# Every method of list, with the errors of each.
a = [3, 1, 2]
a.append(5)
a.extend((7, 8))
a.extend(x for x in "ab")
a.insert(0, "first")
a.insert(-1, "almost")
a.insert(1000, "last")
a.insert(-1000, "zero")
print(a, len(a))
print(a.pop(), a.pop(0), a.pop(-2), a)
a.remove(1)
print(a, a.index(2), a.index(5, 1), a.index("a", -2), a.count(7), a.copy(), a.copy() is a)
a.reverse()
print(a, a.clear(), a)
b = [1, 2] * 3
print(b, b.count(1), b.index(2, 2), b.index(1, 1, 3), [] * 5, 0 * [1], -1 * [1], [1] + [2], [None] * 3)
b += (9,)
b += "xy"
b *= 2
print(b, [1, 2] < [1, 3], [1] < [1, 0], [2] > [1, 9], [] < [0], [1, 2] == [1.0, 2.0], [1] == (1,), [1] != [2], [[1]] <= [[1]])
print(list(), list("abc"), list((1, 2)), list({1: 2}), list(range(3)), list(b"a"), list(iter([1])), list([1]) == [1])
c = [1, 2, 3]
for fn in [lambda: c.append(), lambda: c.append(1, 2), lambda: c.extend(5), lambda: c.extend(), lambda: c.insert(1), lambda: c.insert("a", 1), lambda: c.pop(10), lambda: c.pop("a"), lambda: [].pop(), lambda: c.pop(1, 2), lambda: c.remove(99), lambda: c.index(99), lambda: c.index(1, 1), lambda: c.index(1, "a"), lambda: c[3], lambda: c[-4],
           lambda: c["a"], lambda: c[1.0], lambda: c[None], lambda: c[1 << 70], lambda: c.__setitem__(5, 1), lambda: c.__setitem__("a", 1), lambda: c.__delitem__(5), lambda: c + (1,), lambda: c + None, lambda: c * "a", lambda: c * 1.5, lambda: c * c, lambda: c < 5, lambda: c < (1,), lambda: [1] < ["a"], lambda: hash(c), lambda: list(5), lambda: list(1, 2),
           lambda: list(x=1), lambda: c.nosuch, lambda: setattr(c, "x", 1), lambda: c(), lambda: c.__iadd__(5), lambda: c.count(), lambda: c.reverse(1), lambda: c.__getitem__(), lambda: c.sort(1), lambda: c.sort(foo=1), lambda: list.append(1, 2), lambda: list.append(), lambda: c.__class_getitem__(int)]:
    try:
        print(fn(), c)
    except Exception as e:
        print(type(e).__name__, e)
n = []
n.append(n)
print(n, n[0][0] is n, [n, n], repr([[...]]))
try:
    d = [1]
    d += 5
except TypeError as e:
    print(e, d)
