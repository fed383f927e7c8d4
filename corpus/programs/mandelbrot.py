# [slow] The Mandelbrot and Julia sets as text, with complex and with float arithmetic.
SHADES = " .:-=+*#%@"


def escape(z, c, limit):
    for n in range(limit):
        if abs(z) > 2:
            return n
        z = z * z + c
    return limit


def escape_float(cr, ci, limit):
    zr = zi = 0.0
    for n in range(limit):
        rr, ii = zr * zr, zi * zi
        if rr + ii > 4.0:
            return n
        zr, zi = rr - ii + cr, 2.0 * zr * zi + ci
    return limit


def escape_fixed(cr, ci, limit, bits=24):
    one = 1 << bits
    cr, ci = int(cr * one), int(ci * one)
    zr = zi = 0
    for n in range(limit):
        rr, ii = zr * zr >> bits, zi * zi >> bits
        if rr + ii > 4 * one:
            return n
        zr, zi = rr - ii + cr, (zr * zi >> bits - 1) + ci
    return limit


def span(low, high, n):
    return [low + (high - low) * i / (n - 1) for i in range(n)]


def picture(f, w, h, x, y, limit):
    return [[f(a, b, limit) for a in span(*x, w)] for b in span(*y, h)]


def shade(rows, limit):
    return "\n".join("".join(SHADES[n * (len(SHADES) - 1) // limit] for n in row).rstrip() for row in rows)


views = [("complex", lambda a, b, n: escape(0j, complex(a, b), n), (-2.2, 0.8), (-1.2, 1.2)), ("float", escape_float, (-2.2, 0.8), (-1.2, 1.2)), ("fixed", escape_fixed, (-2.2, 0.8), (-1.2, 1.2)), ("julia", lambda a, b, n: escape(complex(a, b), -0.8 + 0.156j, n), (-1.6, 1.6), (-1.0, 1.0))]
for name, f, x, y in views:
    rows = picture(f, 64, 23, x, y, 40)
    print(name, sum(map(sum, rows)), sum(n == 40 for r in rows for n in r))
    print(shade(rows, 40))
histogram = {}
for row in picture(escape_float, 60, 40, (-2.0, 0.5), (-1.1, 1.1), 30):
    for n in row:
        histogram[n] = histogram.get(n, 0) + 1
for n in sorted(histogram):
    print(f"{n:3} {histogram[n]:5} {'*' * (histogram[n] // 20)}")
z = 0j
for n in range(8):
    print(n, z, f"{abs(z):.6f}", f"{z.real:+.3e}")
    z = z * z + (-0.5 + 0.5j)
