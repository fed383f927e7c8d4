# bytearray: mutation by item, slice and method.
a = bytearray(b"abcdef")
a[0] = 65
a[-1] = 90
print(a, len(a), a[1], a[1:3], type(a[1:3]).__name__)
a[1:3] = b"XYZ"
print(a)
a[::2] = b"...." if len(a) == 8 else b"..." + b"." * ((len(a) + 1) // 2 - 3)
print(a)
a[2:2] = [1, 2, 3]
print(a)
del a[0], a[-2:]
print(a)
del a[::2]
print(a)
a[:] = b""
print(a, bool(a))
a += b"xyz"
a.append(33)
a.extend([34, 35])
a.extend(b"end")
a.insert(0, 60)
a.insert(-100, 61)
a.insert(100, 62)
print(a, a.pop(), a.pop(0), a, a.remove(33), a)
a.reverse()
print(a, a.copy() == a, a.copy() is a, a.index(b"x"), a.count(b"d"), a.upper(), a.find(b"n"), a * 2)
a *= 2
print(a, bytes(a), a.decode("latin-1"), list(a[:3]), a.hex(), sorted(a)[:3])
a.clear()
print(a, repr(bytearray(b"'\"")), str(bytearray(b"q")), bytearray(2), bytearray([1, 2]), bytearray("é", "utf-8"), bytearray(), bytearray(b"a") == b"a", bytearray(b"b") > b"a")
c = bytearray(b"abc")
for fn in [lambda: c.append(256), lambda: c.append("a"), lambda: c.append(-1), lambda: c.extend("abc"), lambda: c.extend([1, 300]), lambda: c.extend(5), lambda: c.pop(10), lambda: bytearray().pop(), lambda: c.remove(1), lambda: c.remove(256), lambda: hash(c), lambda: {c: 1}, lambda: c.insert("a", 1),
           lambda: c.__setitem__(0, 256), lambda: c.__setitem__(0, b"a"), lambda: c.__setitem__(10, 1), lambda: c.__setitem__(slice(0, 3, 2), b"xyz"), lambda: c.__setitem__(slice(0, 1), "s"), lambda: c.__setitem__(slice(0, 1), 5), lambda: c.__delitem__(9), lambda: c.__setitem__("a", 1), lambda: c + 5, lambda: c.__iadd__("s"),
           lambda: c.join([1]), lambda: bytearray("s"), lambda: bytearray(-1), lambda: c[1.5], lambda: c["x"], lambda: c.x]:
    try:
        print(fn(), c)
    except Exception as e:
        print(type(e).__name__, e, c)
alias = c
c += b"!"
print(alias is c, alias)
alias = b = b"im"
b += b"m"
print(alias, b)
print(bytearray(b"%d-%s") % (5, b"x"), type(bytearray(b"%d") % 5).__name__, b"x".join([bytearray(b"1"), b"2"]), bytearray(b",").join([b"1", b"2"]))
