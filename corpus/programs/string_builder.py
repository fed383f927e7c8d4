# String building: buffers, templates, ciphers, palindromes, edit distance.
class Builder:
    def __init__(self, *parts):
        self.parts = list(map(str, parts))

    def __iadd__(self, other):
        self.parts.append(str(other))
        return self

    def __call__(self, *more, sep=""):
        self.parts.append(sep.join(map(str, more)))
        return self

    def __str__(self):
        if len(self.parts) > 1:
            self.parts = ["".join(self.parts)]
        return self.parts[0] if self.parts else ""

    def __len__(self):
        return sum(map(len, self.parts))

    def __enter__(self):
        self.mark = len(self.parts)
        return self

    def __exit__(self, kind, *rest):
        if kind:
            del self.parts[self.mark:]
        return kind is KeyError


b = Builder("a", 1)
b += "x"
b += 2.5
b("p", "q", sep="-")("!")
print(b, len(b), len(b.parts))
with b:
    b += "lost"
    {}["missing"]
print(b, repr(str(Builder())))


def template(text, **values):
    out, at = [], 0
    while (start := text.find("$", at)) >= 0:
        out.append(text[at:start])
        end = start + 1
        if text[end:end + 1] == "$":
            out.append("$")
            at = end + 1
            continue
        while end < len(text) and (text[end].isalnum() or text[end] == "_"):
            end += 1
        name = text[start + 1:end]
        out.append(str(values.get(name, "$" + name)))
        at = end
    return "".join(out) + text[at:]


print(template("Dear $name, you owe $$$amount to $who_ever$x.", name="Ann", amount=5, x=""))


def caesar(text, k):
    return "".join(chr((ord(c) - base + k) % 26 + base) if c.isascii() and c.isalpha() and (base := 97 if c.islower() else 65) else c for c in text)


def vigenere(text, key, sign=1):
    shifts = [ord(c) - 97 for c in key]
    out, i = [], 0
    for c in text:
        out.append(caesar(c, sign * shifts[i % len(shifts)]))
        i += c.isalpha()
    return "".join(out)


secret = vigenere("Attack at Dawn, é!", "lemon")
print(caesar("Hello, World", 3), caesar(caesar("Hello, World", 3), -3), secret, vigenere(secret, "lemon", -1))


def distance(a, b):
    row = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        diagonal, row[0] = row[0], i
        for j, y in enumerate(b, 1):
            diagonal, row[j] = row[j], min(row[j] + 1, row[j - 1] + 1, diagonal + (x != y))
    return row[-1]


def common(a, b):
    table = [[""] * (len(b) + 1) for _ in range(len(a) + 1)]
    for i, x in enumerate(a):
        for j, y in enumerate(b):
            table[i + 1][j + 1] = table[i][j] + x if x == y else max(table[i][j + 1], table[i + 1][j], key=len)
    return table[-1][-1]


for a, b in [("kitten", "sitting"), ("", "abc"), ("flaw", "lawn"), ("same", "same"), ("naïve", "naive"), ("intention", "execution")]:
    print(a, b, distance(a, b), repr(common(a, b)))


def palindromes(s):
    found = set()
    for c in range(2 * len(s) - 1):
        i, j = c // 2, (c + 1) // 2
        while i >= 0 and j < len(s) and s[i] == s[j]:
            if j - i > 1:
                found.add(s[i:j + 1])
            i, j = i - 1, j + 1
    return sorted(found, key=lambda p: (-len(p), p))


print(palindromes("abracadabra"), palindromes("mississippi")[:4], palindromes("xyz"))
anagrams = {}
for w in "listen silent enlist tinsel google elgoog cat act tac dog".split():
    anagrams.setdefault("".join(sorted(w)), []).append(w)
print([v for v in anagrams.values() if len(v) > 1])
look = "1"
for _ in range(8):
    print(look, end=" ")
    out, i = "", 0
    while i < len(look):
        j = i
        while j < len(look) and look[j] == look[i]:
            j += 1
        out += f"{j - i}{look[i]}"
        i = j
    look = out
print(look)
rot13 = {ord(a): b for a, b in zip("abcdefghijklmnopqrstuvwxyz", "nopqrstuvwxyzabcdefghijklm")}
print("the quick brown fox".translate(rot13), "the quick brown fox".translate(rot13).translate(rot13))
pad = "\n".join(f"{n:>3}{'.' * (10 - len(w))}{w}" for n, w in enumerate(["one", "three", "fourteen"], 1))
print(pad)
def number(n):
    small = "zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen seventeen eighteen nineteen".split()
    tens = "twenty thirty forty fifty sixty seventy eighty ninety".split()
    if n < 20:
        return small[n]
    if n < 100:
        return tens[n // 10 - 2] + ("-" + small[n % 10] if n % 10 else "")
    if n < 1000:
        return small[n // 100] + " hundred" + (" and " + number(n % 100) if n % 100 else "")
    for size, name in ((10 ** 9, "billion"), (10 ** 6, "million"), (1000, "thousand")):
        if n >= size:
            rest = n % size
            return number(n // size) + " " + name + ((" and " if rest < 100 else " ") + number(rest) if rest else "")
print(*(number(n) for n in (0, 7, 13, 21, 100, 342, 1001, 12345, 1000000, 987654321)), sep="; ")
