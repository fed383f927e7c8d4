# Keys of dict and set comprehensions at one place: plain ones, those that are equal to others, and
# those whose comparison is Python code.
class Key:
    def __init__(self, n):
        self.n = n

    def __hash__(self):
        return hash(self.n)

    def __eq__(self, other):
        print("eq", self.n, getattr(other, "n", other))
        return self.n == getattr(other, "n", other)

    def __repr__(self):
        return f"Key({self.n})"


def table(keys):
    return {k: i for i, k in enumerate(keys)}


def bag(keys):
    return {k for k in keys}


for keys in (
    range(70),
    [1, 1.0, True, 2, 2.0],
    ["a", "b", "a", "c"],
    [(1, 2), (1, 2), 5],
    [Key(1), 1, Key(2), 2, 1],
    [1, Key(1), Key(3), Key(3)],
    [2**70, 2**70, -1, -2],
    [float("nan"), None, None, "x" * 50, "x" * 50],
):
    keys = list(keys)
    print(table(keys))
    print(len(bag(keys)))
for bad in ([1, []], [{}, 1], [1, {2}]):
    for f in (table, bag):
        try:
            print(f(bad))
        except TypeError as e:
            print(e)
