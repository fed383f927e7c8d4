"""Numbers in every format."""

INTS = [0, 1, -1, 255, -255, 1234567, 10 ** 20]
SPECS = ["", "d", "5", "<5", "^5", ">5", "=5", "05", "+", " ", "-", "x", "X", "o", "b", "#x", "#o", "#b", "#X", "08b", "#010x",
         ",", "_", "_x", "_b", ",d", "+,", "010,", "e", ".2e", "f", ".1f", "g", ".3g", "%", ".0%", "n", "*^+9,"]
for n in INTS:
    print(n, *[f"[{n:{s}}]" for s in SPECS])
FLOATS = [0.0, -0.0, 1.0, -1.5, 0.1, 1e16, 1e15, 1.5e-5, 123456.789, 1e100, float("inf"), float("-inf"), float("nan"), 2 / 3,
          5e-324, 1.7976931348623157e308, 0.5, 1.5, 2.5, 1e22, 1e23]
SPECS = ["", ".0f", ".1f", ".3f", "f", "e", ".0e", ".3e", "g", ".2g", "G", "E", "%", ".1%", "10.2f", "<10.2f", "010.2f", "+.2f",
         " .2f", ",.2f", "_.2f", "#.0f", "#g", ".10", "z.1f", "n", "*^12.1f", "+010.1f", ".0"]
for x in FLOATS:
    print(repr(x), *[f"[{x:{s}}]" for s in SPECS])
for z in [0j, 1j, -1j, 1 + 2j, -1.5 - 0j, complex("nan"), complex("inf"), 1e20 + 1j, complex(-0.0, -0.0)]:
    print(repr(z), *[f"[{z:{s}}]" for s in ["", ".2f", "e", "g", ">20", "+.1f", ",.1f", "*^22.2e"]])
print(*["%" + s for s in ("d", "5d", "-5d", "05d", "+d", " d", "x", "#x", "o", "#o", "e", ".2f", "g", "s", "r", "a", "c", "i", "u")])
for value in (5, -5, 65):
    print(*[("%" + s) % value for s in ("d", "5d", "-5d|", "05d", "+d", " d", "e", ".2f", "g", "s", "r", "a", "i", "u", "5.3d", "+05d")])
print("%x %#x %X %o %#o %c %c" % (255, 255, 255, 8, 8, 65, "z"), "%%|%5%|%-5%|" % () if False else "%%" % ())
print(1e5, 1e16, 123456789012345678.0, 1e-4, 1e-5, 0.1 + 0.2, 100.0, 1e22, 1.0e+300 * 1e10, -1e-7, 3.0e-310)
print(round(2.5), round(3.5), round(-2.5), round(2.675, 2), round(1234, -2), round(1250, -2), round(1350, -2), round(1e300, 5))
print(round(0.5), round(1.5), round(-0.5), round(5e15 + 0.5), round(2.5, 0), round(True), round(1.25, 1), round(1.35, 1))
print(int("0b101", 0), int("0o17", 0), int("0xff", 16), int(" 12_3 "), int("z", 36), int("-0x1f", 0), float("1_0.5e1_0"),
      float(" inf "), float("-NaN"), float("1e400"), complex("1+2j"), complex(" (3-4j) "), complex("j"), int("٣"))
print((255).to_bytes(2, "big"), (-1).to_bytes(2, "little", signed=True), int.from_bytes(b"\xff\x00", "little"), (10).bit_length(),
      (-8).bit_count(), (0.75).as_integer_ratio(), (1.5).hex(), float.fromhex("0x1.8p3"), (3).as_integer_ratio(), (7.0).is_integer())
