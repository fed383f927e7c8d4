# [slow] Roman numerals: writing, strict reading, arithmetic on a subclass of int.
TABLE = [(1000, "M"), (900, "CM"), (500, "D"), (400, "CD"), (100, "C"), (90, "XC"), (50, "L"), (40, "XL"), (10, "X"), (9, "IX"), (5, "V"), (4, "IV"), (1, "I")]
VALUES = dict(zip("IVXLCDM", (1, 5, 10, 50, 100, 500, 1000)))


class RomanError(ValueError):
    pass


def write(n):
    if not isinstance(n, int) or isinstance(n, bool):
        raise TypeError(f"int needed, not {type(n).__name__}")
    if not 0 < n < 4000:
        raise RomanError(f"{n} is out of range 1..3999")
    out = ""
    for value, text in TABLE:
        count, n = divmod(n, value)
        out += text * count
    return out


def read(text):
    total = 0
    letters = text.upper()
    for i, c in enumerate(letters):
        if c not in VALUES:
            raise RomanError(f"{c!r} in {text!r} is no numeral")
        v = VALUES[c]
        total += -v if i + 1 < len(letters) and v < VALUES.get(letters[i + 1], 0) else v
    if not letters or write(total) != letters:
        raise RomanError(f"{text!r} is not in standard form")
    return total


class Roman(int):
    def __new__(cls, value):
        return super().__new__(cls, read(value) if isinstance(value, str) else value)

    def __str__(self):
        return write(int(self))

    def __repr__(self):
        return f"Roman({str(self)!r})"

    def __format__(self, spec):
        return format(str(self), spec)

    def _wrap(name):
        base = getattr(int, name)

        def method(self, other):
            result = base(self, other)
            return result if result is NotImplemented else Roman(result)
        method.__name__ = name
        return method

    for _name in ("__add__", "__radd__", "__sub__", "__rsub__", "__mul__", "__rmul__", "__floordiv__", "__mod__", "__pow__"):
        locals()[_name] = _wrap(_name)
    del _name, _wrap


print([write(n) for n in (1, 4, 9, 14, 40, 90, 400, 1987, 2024, 3888, 3999)])
assert all(read(write(n)) == n for n in range(1, 4000))
print(max((write(n) for n in range(1, 4000)), key=len), len({write(n) for n in range(1, 4000)}), read("mcmxciv"))
for bad in ["", "IIII", "VX", "IC", "ABC", "IM", "MMMM", "XIXI", "VV", "I I"]:
    try:
        print(read(bad))
    except RomanError as e:
        print("RomanError", e)
for bad in (0, -1, 4000, 1.5, "X", True):
    try:
        print(write(bad))
    except (RomanError, TypeError) as e:
        print(type(e).__name__, e)
a, b = Roman("XIV"), Roman(6)
print(a, b, a + b, a - b, a * b, a // b, a % b, b ** 2, a + 1, 1 + a, 20 - a, repr(a), f"{a:>6}|{b:<4}|", [a, b], a > b, a == 14, hash(a) == 14, {14: "x"}[a], type(a + b).__name__, sum([a, b]), type(-a).__name__, int(a), a / b, sorted([a, b, 9]))
for fn in (lambda: str(b - a), lambda: a + "I", lambda: str(a - a), lambda: Roman("Q"), lambda: str(Roman(5000)), lambda: Roman._wrap):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
print(" ".join(str(Roman(n)) for n in range(1, 21)))
