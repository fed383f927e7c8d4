# [slow] Conway's game of life on sets and on lists, with known patterns.
def step(cells):
    counts = {}
    for x, y in cells:
        for dx in (-1, 0, 1):
            for dy in (-1, 0, 1):
                if dx or dy:
                    key = x + dx, y + dy
                    counts[key] = counts.get(key, 0) + 1
    return {c for c, n in counts.items() if n == 3 or n == 2 and c in cells}


def parse(text):
    return {(x, y) for y, line in enumerate(text.splitlines()) for x, c in enumerate(line) if c == "#"}


def show(cells, margin=0):
    if not cells:
        return "(empty)"
    xs, ys = [x for x, _ in cells], [y for _, y in cells]
    return "\n".join("".join("#" if (x, y) in cells else "." for x in range(min(xs) - margin, max(xs) + 1 + margin)) for y in range(min(ys) - margin, max(ys) + 1 + margin))


def normal(cells):
    if not cells:
        return frozenset(), (0, 0)
    mx, my = min(x for x, _ in cells), min(y for _, y in cells)
    return frozenset((x - mx, y - my) for x, y in cells), (mx, my)


def classify(cells, limit=120):
    seen = {}
    for n in range(limit):
        shape, at = normal(cells)
        if not shape:
            return f"dies after {n}"
        if shape in seen:
            m, was = seen[shape]
            moved = at[0] - was[0], at[1] - was[1]
            kind = "still life" if n - m == 1 and moved == (0, 0) else "oscillator" if moved == (0, 0) else f"spaceship {moved}"
            return f"{kind} of period {n - m} from generation {m}, {len(shape)} cells"
        seen[shape] = n, at
        cells = step(cells)
    return f"unknown, {len(cells)} cells"


class Torus:
    def __init__(self, w, h, cells=()):
        self.w, self.h = w, h
        self.rows = [[0] * w for _ in range(h)]
        for x, y in cells:
            self[x, y] = 1

    def __getitem__(self, at):
        return self.rows[at[1] % self.h][at[0] % self.w]

    def __setitem__(self, at, v):
        self.rows[at[1] % self.h][at[0] % self.w] = v

    def next(self):
        new = Torus(self.w, self.h)
        for y in range(self.h):
            for x in range(self.w):
                n = sum(self[x + i, y + j] for i in (-1, 0, 1) for j in (-1, 0, 1)) - self[x, y]
                new[x, y] = int(n == 3 or n == 2 and self[x, y])
        return new

    def __str__(self):
        return "\n".join("".join(".#"[c] for c in r) for r in self.rows)


PATTERNS = {"block": "##\n##", "blinker": "###", "glider": ".#.\n..#\n###", "toad": ".###\n###.", "beacon": "##..\n##..\n..##\n..##", "lwss": ".#..#\n#....\n#...#\n####.", "r-pentomino": ".##\n##.\n.#.", "single": "#", "diehard": "......#.\n##......\n.#...###", "row10": "#" * 10, "pulsar seed": "#####\n#...#", "tub": ".#.\n#.#\n.#."}
for name, text in PATTERNS.items():
    print(name, "->", classify(parse(text)))
cells = parse(PATTERNS["glider"])
for n in range(5):
    print(f"generation {n}", normal(cells)[1], show(cells), sep="\n")
    cells = step(cells)
cells = parse(PATTERNS["r-pentomino"])
sizes = []
for n in range(60):
    sizes.append(len(cells))
    cells = step(cells)
print(sizes)
print(show(cells))
t = Torus(8, 6, parse(PATTERNS["glider"]))
start = str(t)
for n in range(1, 97):
    t = t.next()
    if n in (10, 24):
        print(t, "")
print(str(t) == start, n)
print(show(set()), show({(0, 0)}, margin=1), sep="\n")
