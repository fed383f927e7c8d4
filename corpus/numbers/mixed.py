# Arithmetic and comparison between int, bool, float and complex.
values = [0, 1, -1, True, False, 2 ** 53 + 1, 10 ** 20, 0.5, -0.0, 1.0, 1e20, float(2 ** 53), 1j, 1 + 0j]
for a in values:
    print(repr(a), [a == b for b in values].count(True), [type(a + b).__name__[0] for b in values], [hash(a) == hash(b) for b in values if a == b].count(False))
reals = [v for v in values if not isinstance(v, complex)]
for a in reals:
    print(repr(a), "".join("<" if a < b else ">" if a > b else "=" for b in reals), [a // b if b else "z" for b in reals[:4]], [a % b if b else "z" for b in reals[7:10]])
print(sorted(reals), sorted(reals, reverse=True), max(reals), min(reals), sum(values))
ops = ["+", "-", "*", "/", "//", "%", "**", "&", "|", "^", "<<", ">>", "==", "<", "@"]
samples = ["True", "2", "2.5", "1j", "'s'", "None", "[1]"]
for op in ops:
    results = []
    for a in samples:
        for b in samples:
            try:
                r = eval(f"{a} {op} {b}")
                results.append(type(r).__name__[:3] if not isinstance(r, (bool, str, list)) else repr(r))
            except TypeError as e:
                results.append("!")
            except ValueError as e:
                results.append("V")
    print(op, " ".join(results))
n = 10 ** 16
print(n + 1 == n + 1.0, n + 1 == float(n + 1), int(float(n + 1)), float(n) == n, 2 ** 64 > 1.8e19, 2 ** 64 < 1.9e19, -(2 ** 64) < -1e19, 2.0 ** 1023, 3 * 0.1, 0.1 * 3 == 0.3, 1e16 + 1, 1e16 + 2, 0.1 + 0.2 - 0.3)
print(True + 1, True * 2.5, True << 3, False ** False, True / True, -True, +True, abs(True), True & 3, True & False, True | 0, True ^ True, bool(2) + bool(0.1), sum([True] * 3), [10, 20][True], "ab" * True, range(True), round(True), divmod(7, True), max(True, 1), max(1, True), True < 2, True == 1.0, {True: "t", 1: "one", 1.0: "float"})
x = 5
x += 1.5
print(x, type(x).__name__)
x //= 2
x **= 2
x -= 1j
print(x)
x = 7
x /= 7
print(x)
for a, b in [(7, 2), (-7, 2), (7, -2), (-7, -2), (7.5, 2), (-7.5, 2), (0, 5), (-0.0, 5), (5, float("inf")), (-5, float("inf")), (1e300, 1e-10)]:
    q, r = divmod(a, b)
    print(a, b, q, r, a // b == q, a % b == r or r != r)
