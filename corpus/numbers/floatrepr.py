# repr, str and rounding of floats: shortest round-trip digits.
values = [0.0, -0.0, 1.0, 0.1, 0.2 + 0.1, 1 / 3, 2 / 3, 1e15, 1e16, 1e17, 123456789012345.6, 1234567890123456.7, 1e-4, 1e-5, 0.00012345,
          1e22, 1e23, 1e100, 5e-324, 2.2250738585072014e-308, 1.7976931348623157e308, 9007199254740993.0, 4.35, 0.1 + 0.7, 100.0, 1e2, 3.14159265358979]
for v in values:
    print(repr(v), str(-v), v.hex(), float(repr(v)) == v)
for v in [0.5, 1.5, 2.5, -0.5, -1.5, 2.675, 1.005, 1234.5678, -1234.5678, 1e300, 0.05]:
    print(v, round(v), [round(v, n) for n in (0, 1, 2, -2)])
print(round(5), round(15, -1), round(25, -1), round(-15, -1), round(1234, -2), round(1250, -2), round(1, -5), round(10 ** 20 + 5, -1), round(7, 3))
print(round(2.5, None), type(round(2.5, 0)), type(round(2.5)), round(1e17, -17), round(1.5, 400), round(1.5, -400))
for action in [lambda: round(float("inf")), lambda: round(float("nan")), lambda: round("a"), lambda: round(1.5, "a"), lambda: round(),
               lambda: round(1.5, 1.0), lambda: round(1e308, -308), lambda: round(1.7e308, -308)]:
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
inf, nan = float("inf"), float("nan")
print(inf, -inf, nan, -nan, round(inf, 1), round(nan, 2), inf == inf, nan != nan, inf > 10 ** 400, -inf < -10 ** 400)
print(max(1.0, nan), max(nan, 1.0), min(nan, 1), sorted([3, inf, -inf, 2.5]), hash(inf), hash(-inf), hash(0.5), hash(1e20), hash(-0.0), hash(1.1))
