# Methods of float and float() parsing.
for text in ["1", " 1.5 ", "-1e5", "1_0.5", "inf", "-Infinity", "NaN", "+nan", ".5", "5.", "1e-400", "1e400", "١.٥", "0x10", "", "abc", "1__0", "1e", "e5", ".", "1 2", "in f", "1_e5", "--1", "1.5.2"]:
    try:
        print(repr(text), float(text))
    except ValueError as e:
        print("!", e)
for arg in [None, [], 1j, b"2.5", bytearray(b"3"), True, 10 ** 30, b"x", b"\xff"]:
    try:
        print(repr(arg), float(arg))
    except Exception as e:
        print(type(e).__name__, e)
for v in [0.5, -2.75, 3.0, 1e20, 0.1]:
    print(v, v.as_integer_ratio(), v.is_integer(), v.hex(), float.fromhex(v.hex()) == v, int(v), v.conjugate(), v.real, v.imag)
for text in ["0x1p3", "-0x1.8p1", "1.8", "0x.8p0", "inf", "nan", "0x1p-1074", "0x1p1024", "xyz", "0x", "", "1p2000"]:
    try:
        print(text, float.fromhex(text))
    except Exception as e:
        print(text, "!", type(e).__name__, e)
for v in [float("inf"), float("nan")]:
    try:
        v.as_integer_ratio()
    except Exception as e:
        print(type(e).__name__, e)
    print(v.hex(), v.is_integer())
x = 2.5
print(x.__add__(1), x.__add__("a"), x.__floordiv__(2), x.__rsub__(10), x.__trunc__(), x.__floor__(), x.__ceil__(), x.__round__(), x.__divmod__(2))
print((1e20).__floor__(), (-0.5).__ceil__(), 1.5 .__eq__(1.5), 1.5 .__eq__("a"), 1.5 .__bool__(), abs(-1.5), -x, +x)


class F(float):
    def __repr__(self):
        return "F(" + float.__repr__(self) + ")"


f = F("1.25")
print(f, [f], f + 1, type(f + 1).__name__, f == 1.25, {1.25: "a"}[f], str(f), f"{f}", f"{f:.1f}")


class HasFloat:
    def __float__(self):
        return 9.5


class HasIndex:
    def __index__(self):
        return 3


class Wrong:
    def __float__(self):
        return 1


print(float(HasFloat()), float(HasIndex()))
try:
    float(Wrong())
except TypeError as e:
    print(e)
print(1.0 == 1, 0.1 == 1 / 10, 2 ** 53 == 2.0 ** 53, 2 ** 53 + 1 == 2.0 ** 53, 0.5 < 1, 3 > 2.9999999, hash(2.0) == hash(2))
