"""Ints about the bounds of one and of two machine words, by every operator, in place and not. [slow]"""
import operator

EDGES = [0, 1, 2, 63, 64, 127, 128]
for bits in (31, 62, 63, 64, 65, 126, 127, 128, 129):
    EDGES += [2**bits - 1, 2**bits, 2**bits + 1]
EDGES += [-e for e in EDGES]

plain = [operator.add, operator.sub, operator.mul, operator.and_, operator.or_, operator.xor]
plain += [operator.floordiv, operator.mod]


def run(f, a, b):
    try:
        return f(a, b)
    except (ZeroDivisionError, ValueError) as e:
        return type(e).__name__


PRIME = (1 << 61) - 1
for name, f in [
    ("add", lambda a, b: a + b),
    ("sub", lambda a, b: a - b),
    ("mul", lambda a, b: a * b),
    ("and", lambda a, b: a & b),
    ("or", lambda a, b: a | b),
    ("xor", lambda a, b: a ^ b),
]:
    check = 0
    for a in EDGES:
        for b in EDGES:
            check = (check * 31 + f(a, b)) % PRIME
    print(name, check)

for name, f in [("shl", lambda a, b: a << b), ("shr", lambda a, b: a >> b)]:
    check = 0
    for a in EDGES:
        for b in (0, 1, 2, 31, 62, 63, 64, 65, 126, 127, 128, 129, 200):
            check = (check * 31 + f(a, b)) % PRIME
    print(name, check)
    print(run(f, 1, -1), run(f, 0, 2**64) if name == "shl" else run(f, 5, 2**70), run(f, -5, 127), run(f, -5, 128))

for f in plain:
    print(f.__name__, [run(f, a, b) for a in (2**63, -(2**63), 2**127, -(2**127)) for b in (-1, 1, 2**64, -(2**64))])

# In place: the box of a result is used again, but never one that somebody else has.
x = kept = 2**64 + 5
for i in range(100):
    x ^= x << 13 & (2**64 - 1)
    x ^= x >> 7
    x += 2**63
    x &= 2**100 - 1
    if i == 50:
        kept = x
print(x, kept)
y = -(2**63)
y -= 1
y += 1
print(y, y == -(2**63), type(y), -y, y * -1, y // -1)
