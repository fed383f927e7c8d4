# Signs of floor division and modulo for ints and floats.
for x in (7, -7, 0, 1, -1):
    for y in (3, -3, 7, -1):
        q, r = divmod(x, y)
        print(x, y, x // y, x % y, (q, r), q * y + r == x, x / y)
for x in (7.5, -7.5, 0.0, -0.0, 1e-20):
    for y in (2.0, -2.0, 0.1, float("inf"), float("-inf")):
        print(x, y, x // y, x % y, divmod(x, y))
inf, nan = float("inf"), float("nan")
for code in ["inf // 2", "inf % 2", "2 % inf", "-2 % inf", "2 // -inf", "nan // 1", "1 % nan", "inf / inf", "inf - inf",
             "inf * 0", "-1 // inf", "1 ** inf", "0 ** inf", "nan ** 0", "1 ** nan", "(-8) ** (1/3)", "(-8.0) ** 2", "2 ** 0.5",
             "2 ** -3", "(-2) ** -3", "0 ** 0", "0.0 ** 0", "(-0.0) ** 3", "1e308 * 10", "1e308 ** 2", "2.0 ** 1024", "10.0 ** -400",
             "5 % -3.0", "True + True", "True / 2", "-True", "True ** 2", "True // True", "5 % True"]:
    try:
        print(code, "=", eval(code))
    except Exception as e:
        print(code, "!", type(e).__name__, e)
