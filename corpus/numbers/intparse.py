# int() of every kind of argument, with its errors.
good = ["0", " 12 ", "-5", "+5", "1_000", "\t7\n", "００１２", "٣", "-0", "1" * 30]
for text in good:
    print(repr(text), int(text))
based = [("ff", 16), ("0xff", 16), ("0XFF", 0), ("0b11", 0), ("0o17", 0), ("zz", 36), ("-1010", 2), ("0_7", 8), ("10", 3), ("0", 0), ("00", 0)]
for text, base in based:
    print(text, base, int(text, base))
print(int(), int(3.99), int(-3.99), int(True), int(b"12"), int(bytearray(b"-7")), int(1e20), int("7", base=8))
bad = [("",), ("abc",), ("1.5",), ("1__0",), ("_1",), ("1_",), ("- 1",), ("0x10",), ("ff", 10), ("9", 8), ("010", 0), ("1", 1), ("1", 37),
       ("1", -1), (None,), ([],), (1j,), (1, 10), (1.5, 10), (b"abc",), ("1\0",), ("12", "10"), ("é",), (" ",), ("0b", 0), ("1", 2, 3), ({},), (object,)]
for args in bad:
    try:
        print(args, int(*args))
    except Exception as e:
        print(args, "!", type(e).__name__, e)


class Index:
    def __index__(self):
        return 42


class Int:
    def __int__(self):
        return 43


class Trunc:
    def __trunc__(self):
        return 44


class BadInt:
    def __int__(self):
        return "x"


class BadIndex:
    def __index__(self):
        return 1.0


print(int(Index()), int(Int()), hex(Index()), [10, 20][0], "a" * 2)
for obj in [BadInt(), BadIndex(), object()]:
    for fn in (int, hex, float, range):
        try:
            print(fn(obj))
        except TypeError as e:
            print(fn.__name__, e)
print("abcdefgh"[3], int("12", 16), round(Index.__index__(None) / 5))
