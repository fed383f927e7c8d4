# Counting words, n-grams, a Markov chain with a fixed generator, bar charts.
TEXT = """One ship was rebuilt plank by plank. When every plank had been changed the
sailors asked: is this ship the same ship? One said the ship is the same, for the
ship never stopped being a ship. One said the ship is not the same, for no plank
of the ship remained. The old planks lay on the shore, and from the old planks
another ship was built. Which ship is the ship? The sea did not say."""


class Counter(dict):
    def __init__(self, items=()):
        super().__init__()
        for x in items:
            self[x] += 1

    def __missing__(self, key):
        return 0

    def most(self, n=None):
        return sorted(self.items(), key=lambda p: (-p[1], str(p[0])))[:n]

    def __add__(self, other):
        result = Counter()
        for source in (self, other):
            for k, v in source.items():
                result[k] += v
        return result

    def __and__(self, other):
        result = Counter()
        for k in self:
            if k in other:
                result[k] = min(self[k], other[k])
        return result

    @property
    def total(self):
        return sum(self.values())


def words(text):
    word = []
    for c in text + " ":
        if c.isalpha() or c == "'" and word:
            word.append(c.lower())
        elif word:
            yield "".join(word)
            word.clear()


def sentences(text):
    start = 0
    for i, c in enumerate(text):
        if c in ".?!":
            yield " ".join(text[start:i + 1].split())
            start = i + 1


def grams(items, n):
    items = list(items)
    return zip(*(items[i:] for i in range(n)))


count = Counter(words(TEXT))
print(count.total, len(count), count.most(6), count["nothing"], "nothing" in count)
print(Counter(grams(words(TEXT), 2)).most(5))
print(Counter(c for c in TEXT.lower() if c.isalpha()).most(10))
for n, s in enumerate(sentences(TEXT), 1):
    w = list(words(s))
    print(f"{n}. {len(w):2} words, {sum(map(len, w)) / len(w):.2f} letters each: {s if len(s) < 40 else s[:37] + '...'}")
lengths = Counter(map(len, words(TEXT)))
peak = max(lengths.values())
for size in range(1, max(lengths) + 1):
    print(f"{size:2} {'#' * (lengths[size] * 30 // peak):<30} {lengths[size]}")
a, b = Counter("abracadabra"), Counter("alakazam")
print((a + b).most(3), dict(sorted((a & b).items())), a.total + b.total == (a + b).total, type(a + b).__name__)
table = {}
for x, y in grams(words(TEXT), 2):
    table.setdefault(x, []).append(y)
state = 99


def pick(options):
    global state
    state = (state * 16807) % 2147483647
    return options[state % len(options)]


word, made = "the", []
for _ in range(30):
    made.append(word)
    word = pick(table.get(word) or ["the"])
print(" ".join(made))
index = {}
for n, line in enumerate(TEXT.splitlines(), 1):
    for w in words(line):
        index.setdefault(w, set()).add(n)
print({w: sorted(index[w]) for w in sorted(index) if len(index[w]) > 2})
print(sorted((w for w in count if w[0] == "s"), key=lambda w: (len(w), w)), max(count, key=lambda w: (len(w), w)), "".join(sorted(set(TEXT.lower()) - set("abcdefghijklmnopqrstuvwxyz \n"))))


def soundex(w):
    codes = {c: str(n) for n, group in enumerate(("bfpv", "cgjkqsxz", "dt", "l", "mn", "r"), 1) for c in group}
    out, last = w[0].upper(), codes.get(w[0])
    for c in w[1:]:
        code = codes.get(c)
        if code and code != last:
            out += code
        if c not in "hw":
            last = code
    return (out + "000")[:4]


groups = {}
for w in sorted(count):
    groups.setdefault(soundex(w), []).append(w)
print({k: v for k, v in groups.items() if len(v) > 1}, soundex("robert"), soundex("rupert"), soundex("ashcraft"))
