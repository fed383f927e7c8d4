# A Matrix class: operators, determinant, inverse and powers with fractions.
def gcd(a, b):
    while b:
        a, b = b, a % b
    return abs(a)


class Frac:
    __slots__ = ("n", "d")

    def __init__(self, n, d=1):
        if d == 0:
            raise ZeroDivisionError(f"Frac({n}, 0)")
        if isinstance(n, Frac):
            n, d = n.n, n.d * d
        g = gcd(n, d) or 1
        if d < 0:
            g = -g
        self.n, self.d = n // g, d // g

    def __repr__(self):
        return str(self.n) if self.d == 1 else f"{self.n}/{self.d}"

    @staticmethod
    def of(x):
        return x if isinstance(x, Frac) else Frac(x) if isinstance(x, int) else None

    def __add__(self, o):
        o = Frac.of(o)
        return NotImplemented if o is None else Frac(self.n * o.d + o.n * self.d, self.d * o.d)

    def __mul__(self, o):
        o = Frac.of(o)
        return NotImplemented if o is None else Frac(self.n * o.n, self.d * o.d)

    __radd__, __rmul__ = __add__, __mul__

    def __neg__(self):
        return Frac(-self.n, self.d)

    def __sub__(self, o):
        return self + -o

    def __rsub__(self, o):
        return o + -self

    def __truediv__(self, o):
        o = Frac.of(o)
        return NotImplemented if o is None else Frac(self.n * o.d, self.d * o.n)

    def __rtruediv__(self, o):
        return Frac.of(o) / self

    def __eq__(self, o):
        o = Frac.of(o)
        return NotImplemented if o is None else (self.n, self.d) == (o.n, o.d)

    def __lt__(self, o):
        o = Frac.of(o)
        return NotImplemented if o is None else self.n * o.d < o.n * self.d

    def __gt__(self, o):
        o = Frac.of(o)
        return NotImplemented if o is None else o < self

    def __hash__(self):
        return hash(self.n) if self.d == 1 else hash((self.n, self.d))

    def __bool__(self):
        return self.n != 0

    def __float__(self):
        return self.n / self.d

    def __abs__(self):
        return Frac(abs(self.n), self.d)


class Matrix:
    def __init__(self, rows):
        self.rows = [[Frac.of(x) for x in r] for r in rows]
        if len({len(r) for r in self.rows}) > 1:
            raise ValueError("rows of different lengths")

    @classmethod
    def identity(cls, n):
        return cls([[int(i == j) for j in range(n)] for i in range(n)])

    @property
    def shape(self):
        return len(self.rows), len(self.rows[0]) if self.rows else 0

    def __getitem__(self, key):
        r, c = key
        return Matrix([row[c] for row in self.rows[r]]) if isinstance(r, slice) else self.rows[r][c]

    def __setitem__(self, key, value):
        r, c = key
        self.rows[r][c] = Frac.of(value)

    def __eq__(self, o):
        return self.rows == o.rows if isinstance(o, Matrix) else NotImplemented

    def __add__(self, o):
        self._same(o)
        return Matrix([[a + b for a, b in zip(r, s)] for r, s in zip(self.rows, o.rows)])

    def _same(self, o):
        if self.shape != o.shape:
            raise ValueError(f"shapes {self.shape} and {o.shape} differ")

    def __mul__(self, k):
        return Matrix([[a * k for a in r] for r in self.rows])

    __rmul__ = __mul__

    def __matmul__(self, o):
        if self.shape[1] != o.shape[0]:
            raise ValueError(f"cannot multiply {self.shape} by {o.shape}")
        cols = list(zip(*o.rows))
        return Matrix([[sum((a * b for a, b in zip(r, c)), Frac(0)) for c in cols] for r in self.rows])

    def __pow__(self, n):
        if n < 0:
            return self.inverse() ** -n
        result, base = Matrix.identity(len(self.rows)), self
        while n:
            if n & 1:
                result = result @ base
            base, n = base @ base, n >> 1
        return result

    @property
    def T(self):
        return Matrix(list(zip(*self.rows)))

    def _reduce(self, extra):
        m = [r[:] + e[:] for r, e in zip(self.rows, extra)]
        n, det = len(m), Frac(1)
        for c in range(n):
            pivot = next((r for r in range(c, n) if m[r][c]), None)
            if pivot is None:
                return Frac(0), None
            if pivot != c:
                m[c], m[pivot] = m[pivot], m[c]
                det = -det
            det = det * m[c][c]
            p = m[c][c]
            m[c] = [x / p for x in m[c]]
            for r in range(n):
                if r != c and m[r][c]:
                    f = m[r][c]
                    m[r] = [a - f * b for a, b in zip(m[r], m[c])]
        return det, [r[n:] for r in m]

    def det(self):
        if self.shape[0] != self.shape[1]:
            raise ValueError("not square")
        return self._reduce([[] for _ in self.rows])[0]

    def inverse(self):
        det, rest = self._reduce(Matrix.identity(len(self.rows)).rows)
        if not det:
            raise ZeroDivisionError("singular matrix")
        return Matrix(rest)

    def __str__(self):
        cells = [[str(x) for x in r] for r in self.rows]
        widths = [max(map(len, c)) for c in zip(*cells)]
        return "\n".join("[" + " ".join(x.rjust(w) for x, w in zip(r, widths)) + "]" for r in cells)


a = Matrix([[2, 1], [5, 3]])
b = Matrix([[1, 2, 3], [0, 1, 4], [5, 6, 0]])
print(a, a.det(), a.inverse(), a @ a.inverse() == Matrix.identity(2), sep="\n")
print(b, b.det(), b.inverse(), b.T, b @ b, b * 2 + b, 3 * b == b * 3, sep="\n")
print(Matrix([[1, 1], [1, 0]]) ** 30, a ** -2, a ** 0, sep="\n")
hilbert = Matrix([[Frac(1, i + j + 1) for j in range(5)] for i in range(5)])
print(hilbert, hilbert.det(), hilbert.inverse(), sep="\n")
print(b[0, 2], b[1:, 1:], b.shape, Frac(3, -6), Frac(1, 3) + 1, 1 - Frac(1, 3), 1 / Frac(2, 3), float(Frac(1, 4)), sorted([Frac(1, 2), Frac(1, 3), 1]), hash(Frac(4, 2)) == hash(2), abs(Frac(-1, 2)))
for fn in [lambda: a @ b, lambda: a + b, lambda: Matrix([[1], [1, 2]]), lambda: Matrix([[1, 2], [2, 4]]).inverse(), lambda: Matrix([[1, 2]]).det(), lambda: Frac(1, 0), lambda: Frac(1) + "a", lambda: Frac(1) < "a", lambda: a @ 5, lambda: Frac(1) / 0]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
