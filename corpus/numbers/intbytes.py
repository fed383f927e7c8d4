# int.to_bytes, int.from_bytes and the other methods of int.
for n in (0, 1, 255, 256, 65535, 2 ** 64, -1, -128, -129):
    for signed in (False, True):
        for order in ("big", "little"):
            try:
                raw = n.to_bytes(9, order, signed=signed)
                print(n, order, signed, raw, int.from_bytes(raw, order, signed=signed))
            except OverflowError as e:
                print(n, order, signed, "!", e)
print((5).to_bytes(), (1024).to_bytes(2), int.from_bytes(b"\x01\x02"), int.from_bytes([1, 2, 3]), int.from_bytes(b""))
for action in [lambda: (256).to_bytes(1), lambda: (1).to_bytes(-1), lambda: (1).to_bytes(2, "middle"), lambda: (128).to_bytes(1, signed=True),
               lambda: int.from_bytes("abc"), lambda: int.from_bytes([256]), lambda: int.from_bytes(b"a", "x"), lambda: (1).to_bytes(1.0), lambda: int.from_bytes(5)]:
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
n = 12
print(n.real, n.imag, n.numerator, n.denominator, n.conjugate(), n.as_integer_ratio(), n.is_integer(), n.__index__(), n.bit_count())
print(n.__add__(1), n.__add__(1.0), n.__radd__("x"), n.__divmod__(5), n.__pow__(2, 5), n.__rpow__(2), n.__bool__(), n.__neg__())
print(n.__round__(-1), n.__ceil__(), n.__floor__(), n.__trunc__(), n.__float__(), n.__format__("x"), n.__lt__(13), n.__eq__("a"))
try:
    n.real = 5
except AttributeError as e:
    print(e)
try:
    n.foo = 5
except AttributeError as e:
    print(e)


class My(int):
    def __add__(self, other):
        return My(int(self) * 100 + int(other))


m = My(3)
print(m + 4, 4 + m, type(m + 4).__name__, type(m * 2).__name__, m == 3, hash(m) == hash(3), {m: 1}[3], repr(m), isinstance(m, int))
m.extra = "attribute"
print(m.extra, My("12"), My(b"3"), int(m), My.from_bytes(b"\x05"), type(My.from_bytes(b"\x05")).__name__)
print(True.real, type(True.real), True.bit_length(), bool.from_bytes(b"\x01"), True & 1, True & True, True | 2, False ^ True)
