# Strings that grow by pieces: in place, beside others that hold them, and with constants.
def grow(pieces, start=""):
    text = start
    held = []
    for i, piece in enumerate(pieces):
        text += piece
        if i % 5 == 0:
            held.append(text)
        text = text + ","
    return text, held


for width in ("a", "\xe9", "\u20ac", "\U0001f600"):
    text, held = grow([width * n for n in range(12)] + ["tail"] * 30)
    print(len(text), [len(h) for h in held], hash(text) == hash("".join(list(text))), text.isascii())
mixed = "ascii" * 10
for c in "b\xe9\u20ac\U0001f600z":
    before = mixed
    mixed += c
    assert before + c == mixed and len(before) + 1 == len(mixed)
print(ascii(mixed))


def both(a):
    a = a + a
    b = a
    a += "!"
    return a, b


print(both("x"), both("long enough to be grown in place, twice"))
d = {}
key = "k" * 40
for i in range(4):
    d[key] = i
    key += "."
print(d)


class S(str):
    pass


s = S("sub" * 20)
s += "."
print(type(s).__name__, len(s))
for v in ("a", 1, None):
    try:
        print(v + ",")
    except TypeError as e:
        print(e)
