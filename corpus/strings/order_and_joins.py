"""Comparisons of strings in conditions, and joins of parts of every short length."""


def relations(a, b):
    r = 0
    if a < b:
        r |= 1
    if a <= b:
        r |= 2
    if a == b:
        r |= 4
    if a != b:
        r |= 8
    if a > b:
        r |= 16
    if not a >= b:
        r |= 32
    return r


WORDS = ["", "a", "b", "ab", "abc", "b\x00", "é", "éa", "z", "ÿ", "Ā", "€uro", "\U0001f600", "\ud800", "a" * 40, "a" * 41]
for _ in range(5):
    table = [[relations(a, b) for b in WORDS] for a in WORDS]
for row in table:
    print(*row)


class Loud(str):
    def __lt__(self, other):
        return "never"


print(relations(Loud("x"), "a"), relations("a", Loud("x")), relations("a", "b"))


def within(c):
    return "a" <= c <= "z"


print("".join(c for c in "The Quick é ñ {brown}" if within(c)))
try:
    within(3)
except TypeError as e:
    print(e)

for n in range(36):
    part = "abcdefghijklmnopqrstuvwxyz0123456789"[:n]
    text = f"{part}{n}{part}|"
    text += part
    print(len(text), text, "".join([part, part, "-"]), "é".join([part, "x", part]), sep=";")
print(repr("".join([])), repr(",".join([""])), repr("".join(["", ""])), ",".join(["", ""]), "ü".join(["a", "", "b"]))
print(f"{1234567:,} {12:,} {123:,} {1234:_} {0x12345678:_x} {5:010,} {-1234567.5:,.2f} {7:>4}{7:<4}{7:^4}|{7:=+5}|{'s':*^7}")
