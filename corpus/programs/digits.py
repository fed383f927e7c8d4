# Digits of pi, e and square roots by integer arithmetic; primes and partitions.
def pi_spigot(n):
    q, r, t, k, m, x = 1, 0, 1, 1, 3, 3
    while n:
        if 4 * q + r - t < m * t:
            yield m
            n -= 1
            q, r, m = 10 * q, 10 * (r - m * t), (10 * (3 * q + r)) // t - 10 * m
        else:
            q, r, t, k, m, x = q * k, (2 * q + r) * x, t * x, k + 1, (q * (7 * k + 2) + r * x) // (t * x), x + 2


def arctan_inverse(x, unity):
    total = power = unity // x
    n, sign = 3, -1
    while power:
        power //= x * x
        total += sign * (power // n)
        n, sign = n + 2, -sign
    return total


def pi_machin(digits):
    unity = 10 ** (digits + 10)
    return 4 * (4 * arctan_inverse(5, unity) - arctan_inverse(239, unity)) // 10 ** 10


def e_digits(digits):
    unity = 10 ** (digits + 10)
    total = term = unity
    k = 1
    while term:
        term //= k
        total += term
        k += 1
    return total // 10 ** 10


def sqrt_digits(n, digits):
    n *= 100 ** digits
    x = 1 << (n.bit_length() // 2 + 1)
    while True:
        y = (x + n // x) // 2
        if y >= x:
            return x
        x = y


def is_prime(n):
    if n < 2:
        return False
    for p in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        if n % p == 0:
            return n == p
    d, s = n - 1, 0
    while d % 2 == 0:
        d, s = d // 2, s + 1
    for a in (2, 3, 5, 7, 11, 13, 17, 19, 23, 29, 31, 37):
        x = pow(a, d, n)
        if x in (1, n - 1):
            continue
        for _ in range(s - 1):
            x = x * x % n
            if x == n - 1:
                break
        else:
            return False
    return True


def rho(n):
    if n % 2 == 0:
        return 2
    for c in range(1, 20):
        x = y = 2
        d = 1
        while d == 1:
            x = (x * x + c) % n
            y = (y * y + c) % n
            y = (y * y + c) % n
            a, b = abs(x - y), n
            while b:
                a, b = b, a % b
            d = a
        if d != n:
            return d


def factor(n):
    if n == 1:
        return []
    if is_prime(n):
        return [n]
    d = rho(n)
    return sorted(factor(d) + factor(n // d))


def egcd(a, b):
    x0, x1, y0, y1 = 1, 0, 0, 1
    while b:
        q, a, b = a // b, b, a % b
        x0, x1, y0, y1 = x1, x0 - q * x1, y1, y0 - q * y1
    return a, x0, y0


print("".join(map(str, pi_spigot(120))))
print(pi_machin(300))
print(str(pi_machin(119)) == "".join(map(str, pi_spigot(120))))
print(e_digits(200))
print(sqrt_digits(2, 150), sqrt_digits(144, 3))
print([n for n in range(100) if is_prime(n)], [p for p in range(2, 150) if is_prime(p) and is_prime(2 ** p - 1)])
print(is_prime(2 ** 127 - 1), is_prime(2 ** 128 + 1), is_prime(10 ** 18 + 9), is_prime(561))
for n in (2 ** 32 + 1, 10 ** 12 + 1, 600851475143, 2 ** 48 - 1, 1000003 * 1000033):
    print(n, factor(n))
print(egcd(240, 46), egcd(10 ** 20 + 39, 2 ** 64), pow(3, -1, 2 ** 61 - 1), (pow(3, -1, 2 ** 61 - 1) * 3) % (2 ** 61 - 1))
parts = [1] + [0] * 200
for k in range(1, 201):
    for n in range(k, 201):
        parts[n] += parts[n - k]
print(parts[:15], parts[100], parts[200])
row = [1]
for _ in range(30):
    row = [1] + [a + b for a, b in zip(row, row[1:])] + [1]
print(row, sum(row) == 2 ** 30)
catalan = [1]
for n in range(40):
    catalan.append(catalan[-1] * 2 * (2 * n + 1) // (n + 2))
print(catalan[::5])
n = 3 ** 1000
digits = str(n)
print(len(digits), sum(map(int, digits)), digits[:30], digits[-30:], n.bit_length(), hex(n)[:20], int(digits) == n)
