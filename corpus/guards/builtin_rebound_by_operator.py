# An operator, a truth value and a comparison replace builtins between two uses.
import builtins

original = len


class Sneaky:
    def __init__(self, at):
        self.at = at
        self.count = 0

    def tick(self, what):
        self.count += 1
        if self.count == self.at:
            builtins.len = lambda x: what
        if self.count == self.at + 2:
            builtins.len = original

    def __add__(self, other):
        self.tick("add")
        return other

    def __bool__(self):
        self.tick("bool")
        return True

    def __lt__(self, other):
        self.tick("lt")
        return True

    def __getitem__(self, i):
        self.tick("item")
        return i


def hot(step):
    s = Sneaky(90)
    changes = []
    last = None
    for i in range(200):
        a = len("xy")
        step(s)
        b = len("xy")
        if (a, b) != last:
            last = (a, b)
            changes.append((i, a, b))
    return changes


print(hot(lambda s: s + 1))
print(hot(lambda s: 1 if s else 2))
print(hot(lambda s: s < 3))
print(hot(lambda s: s[0]))
