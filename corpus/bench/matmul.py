"""[slow] Dense matrix product over lists of lists of floats, index loops."""
import sys


def make(n, seed):
    out = []
    for i in range(n):
        row = []
        for j in range(n):
            seed = (seed * 3877 + 29573) % 139968
            row.append(seed / 139968.0)
        out.append(row)
    return out


def product(a, b):
    n = len(a)
    columns = [[b[i][j] for i in range(n)] for j in range(n)]
    out = []
    for i in range(n):
        row = a[i]
        line = []
        for j in range(n):
            col = columns[j]
            s = 0.0
            for k in range(n):
                s += row[k] * col[k]
            line.append(s)
        out.append(line)
    return out


def main(n):
    c = product(make(n, 42), make(n, 77))
    trace = 0.0
    for i in range(n):
        trace += c[i][n - 1 - i]
    return "%.6f" % trace


n = int(sys.argv[1]) if len(sys.argv) > 1 else 90
print("checksum", main(n))
