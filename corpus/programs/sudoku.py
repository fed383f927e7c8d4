# A sudoku solver by elimination and search over candidates.
PUZZLES = ["530070000600195000098000060800060003400803001700020006060000280000419005000080079",
           "200080300060070084030500209000105408000000000402706000301007040720040060004010003",
           "4.....8.5.3..........7......2.....6.....8.4......1.......6.3.7.5..2.....1.4......"]
ROWS, COLS, DIGITS = "ABCDEFGHI", "123456789", "123456789"


def cross(a, b):
    return [x + y for x in a for y in b]


SQUARES = cross(ROWS, COLS)
UNITS = [cross(ROWS, c) for c in COLS] + [cross(r, COLS) for r in ROWS] + [cross(rs, cs) for rs in ("ABC", "DEF", "GHI") for cs in ("123", "456", "789")]
UNITS_OF = {s: [u for u in UNITS if s in u] for s in SQUARES}
PEERS = {s: {p for u in UNITS_OF[s] for p in u} - {s} for s in SQUARES}


class Contradiction(Exception):
    pass


class Grid:
    steps = 0

    def __init__(self, text=None):
        self.cells = {s: DIGITS for s in SQUARES}
        if text:
            for s, d in zip(SQUARES, text):
                if d in DIGITS:
                    self.assign(s, d)

    def copy(self):
        new = Grid()
        new.cells = self.cells.copy()
        return new

    def assign(self, s, d):
        for other in self.cells[s].replace(d, ""):
            self.eliminate(s, other)

    def eliminate(self, s, d):
        Grid.steps += 1
        if d not in self.cells[s]:
            return
        self.cells[s] = rest = self.cells[s].replace(d, "")
        if not rest:
            raise Contradiction(f"no digit left for {s}")
        if len(rest) == 1:
            for p in sorted(PEERS[s]):
                self.eliminate(p, rest)
        for unit in UNITS_OF[s]:
            places = [q for q in unit if d in self.cells[q]]
            if not places:
                raise Contradiction(f"no place for {d} around {s}")
            if len(places) == 1 and len(self.cells[places[0]]) > 1:
                self.assign(places[0], d)

    def solved(self):
        return all(len(v) == 1 for v in self.cells.values())

    def search(self):
        if self.solved():
            return self
        _, s = min((len(v), s) for s, v in self.cells.items() if len(v) > 1)
        for d in self.cells[s]:
            try:
                attempt = self.copy()
                attempt.assign(s, d)
                if found := attempt.search():
                    return found
            except Contradiction:
                continue
        return None

    def __str__(self):
        rows = []
        for i, r in enumerate(ROWS):
            if i in (3, 6):
                rows.append("------+-------+------")
            cells = [self.cells[r + c] if len(self.cells[r + c]) == 1 else "." for c in COLS]
            rows.append(" | ".join(" ".join(cells[k:k + 3]) for k in (0, 3, 6)))
        return "\n".join(rows)


print(len(SQUARES), len(UNITS), len(PEERS["C2"]), sorted(PEERS["A1"])[:6])
for text in PUZZLES:
    Grid.steps = 0
    grid = Grid(text)
    print(f"after elimination: {sum(len(v) == 1 for v in grid.cells.values())} known, solved {grid.solved()}")
    answer = grid.search()
    print(answer)
    print(all(sorted(answer.cells[s] for s in u) == list(DIGITS) for u in UNITS), Grid.steps)
for bad in ["55" + "." * 79, "." * 72 + "123456.78"[::-1] + "9"]:
    try:
        Grid(bad)
        print("no contradiction found")
    except Contradiction as e:
        print("Contradiction:", e)
