# Wrapping, filling and aligning paragraphs of text.
TEXT = """The Theseus of the story sailed home in a ship whose every plank was replaced,
one after another, while it was at sea; and the philosophers of the harbour asked
whether it was still the same ship.

   A second paragraph, with   uneven    spaces, an extraordinarily-long-hyphenated-word
and a pneumonoultramicroscopicsilicovolcanoconiosis to break.

Short."""


def paragraphs(text):
    block = []
    for line in text.splitlines():
        if line.strip():
            block.append(line.strip())
        elif block:
            yield " ".join(block)
            block = []
    if block:
        yield " ".join(block)


def pieces(word, width):
    while len(word) > width:
        cut = word.rfind("-", 0, width) + 1 or width
        yield word[:cut]
        word = word[cut:]
    if word:
        yield word


def wrap(text, width):
    line, used = [], 0
    for word in text.split():
        for piece in pieces(word, width):
            if line and used + 1 + len(piece) > width:
                yield line
                line, used = [], 0
            used += len(piece) + (1 if line else 0)
            line.append(piece)
    if line:
        yield line


def left(words, width, last):
    return " ".join(words)


def right(words, width, last):
    return " ".join(words).rjust(width)


def center(words, width, last):
    return " ".join(words).center(width).rstrip()


def justify(words, width, last):
    if last or len(words) == 1:
        return " ".join(words)
    gaps = len(words) - 1
    spare = width - sum(map(len, words))
    size, more = divmod(spare, gaps)
    out = words[0]
    for i, w in enumerate(words[1:]):
        out += " " * (size + (i < more)) + w
    return out


for width in (20, 33, 60):
    for style in (left, right, center, justify):
        print(f"--- {style.__name__} {width}")
        for p in paragraphs(TEXT):
            lines = list(wrap(p, width))
            for i, words in enumerate(lines):
                text = style(words, width, i == len(lines) - 1)
                assert len(text) <= width, text
                print("|" + text.ljust(width) + "|")
words = TEXT.split()
print(len(words), max(words, key=len), sorted({w.strip(".,;").lower() for w in words if len(w) > 7}))
counts = {}
for c in TEXT.lower():
    if c.isalpha():
        counts[c] = counts.get(c, 0) + 1
for c, n in sorted(counts.items(), key=lambda p: (-p[1], p[0]))[:8]:
    print(c, "#" * n, n)


def table(rows, head):
    widths = [max(len(str(r[i])) for r in [head, *rows]) for i in range(len(head))]
    rule = "+".join("-" * (w + 2) for w in widths)
    yield "|".join(f" {h:^{w}} " for h, w in zip(head, widths))
    yield rule
    for r in rows:
        yield "|".join(f" {x:>{w}} " if isinstance(x, (int, float)) else f" {x:<{w}} " for x, w in zip(r, widths))


print("\n".join(table([("planks", 300, 1.5), ("oars", 30, 20.25), ("sail", 1, 999.0)], ("part", "count", "price"))))
