# What is unpacked alone before keywords is iterated over when these have been evaluated.
log = []


def noted(what, value=None):
    log.append(what)
    return value


class Source:
    def __init__(self, name):
        self.name = name

    def __iter__(self):
        noted(f"iter {self.name}")
        return iter([1, 2])

    def keys(self):
        noted(f"keys {self.name}")
        return ["x"]

    def __getitem__(self, key):
        noted(f"{self.name}[{key}]")
        return key


def take(*args, **kwargs):
    return args, kwargs


a, b = Source("a"), Source("b")
for call in (
    "take(*a, k=noted('k', 1))",
    "take(*a, **b)",
    "take(*a, **b, z=noted('z'))",
    "take(noted('p'), *a, k=noted('k'))",
    "take(*a, *b, k=noted('k'))",
    "take(*a)",
    "take(k=noted('k'), *a)",
    "take(*5, **6)",
    "take(*5, k=noted('k'))",
    "print(*a, sep=noted('sep', '-'))",
):
    log.clear()
    try:
        result = eval(call)
    except TypeError as e:
        result = e
    print(call, log, result)
