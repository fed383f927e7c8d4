# Arithmetic of integers far beyond the machine word.
a = 10 ** 40 + 7
b = -(3 ** 50)
print(a + b, a - b, a * b, a // b, a % b, divmod(a, b), divmod(-a, b), divmod(b, a))
print(a ** 3, pow(a, 5, 10 ** 9 + 7), pow(3, -1, 11), pow(-3, 5, 7), pow(3, 5, -7), pow(2, 0, 1))
print(a & b, a | b, a ^ b, ~a, b >> 10, b << 10, -1 >> 1000, 1 << 200, (1 << 200) >> 190)
print(a == 10 ** 40 + 7, a > b, a < 1e41, a == 1e40, 2 ** 53 + 1 == float(2 ** 53), 10 ** 400 > 1e308)
print(a.bit_length(), b.bit_length(), (0).bit_length(), (-1).bit_length(), a.bit_count(), (-5).bit_count())
print(hex(a), oct(b), bin(2 ** 70), hex(-255), int(hex(a), 16) == a)
print(a / b, b / 7, (2 ** 1100) / (2 ** 1090), 1 / 10 ** 300, float(2 ** 1023))
fact = 1
for i in range(1, 60):
    fact *= i
print(fact)
x, y = 0, 1
for _ in range(500):
    x, y = y, x + y
print(x)


def isqrt(n):
    r = 1 << (n.bit_length() + 1) // 2
    while True:
        s = (r + n // r) // 2
        if s >= r:
            return r
        r = s


print(isqrt(2 * 10 ** 100))
n = 7 ** 300
text = str(n)
print(len(text), text[:20], text[-20:], int(text) == n)
for i in range(1, 400, 57):
    m, k = 7 ** i, 5 ** (i // 2) + 1
    q, r = divmod(-m, k)
    print(i, q * k + r == -m, 0 <= r < k, r % 1000003, (q ^ m) % 1000003, hash(m), hash(-m))
for action in [lambda: 1 // (a - a), lambda: a % 0, lambda: (2 ** 5000) / 1.5, lambda: float(10 ** 400), lambda: 10 ** 400 / 3,
               lambda: 1.0 * 10 ** 400, lambda: pow(2, -1, 4), lambda: pow(2, 3, 0), lambda: pow(2.0, 3, 5), lambda: a >> -1,
               lambda: 10 ** 400 % 1.0, lambda: int(float("inf")), lambda: int(float("nan")), lambda: range(10 ** 30)[5], lambda: len(range(10 ** 30))]:
    try:
        print(action())
    except Exception as e:
        print(type(e).__name__, e)
