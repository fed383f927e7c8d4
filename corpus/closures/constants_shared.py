"""Equal constants of one compilation are one object, in whichever function they stand."""

BIG = 1000
TEXT = "several words, not a name"
PAIR = (1, "two", (3.5, None))
REAL = 2.5
OCTETS = b"octets"
HUGE = 10**30


def same():
    return [1000 is BIG, "several words, not a name" is TEXT, (1, "two", (3.5, None)) is PAIR, 2.5 is REAL]


def more():
    return [b"octets" is OCTETS, (3.5, None) is PAIR[2], (lambda: 1000)() is BIG, 3.5 is PAIR[2][0]]


class Holder:
    big = 1000
    pair = (1, "two", (3.5, None))


print(same(), more(), Holder.big is BIG, Holder.pair is PAIR)
# What is equal and yet not the same stays apart.
print([0.0 is -0.0, 1 is 1.0, 1 is True, (0.0,) is (-0.0,), "a" is b"a", 0.0, -0.0, (0.0,), (-0.0,), 1j, (1, 1.0, True)])
# Another compilation has constants of its own.
print(eval("1000") is BIG, eval("lambda: 2.5")() is REAL)
