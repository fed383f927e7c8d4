# [ours] A failure at each step of planning leaves everything as it was: order, hashes and identities included.
import sys
import theseus


class Failure(Exception):
    pass


class Key:
    """Hashing and comparing fail when the countdown comes to 0."""

    countdown = None
    calls = 0

    def __init__(self, name, number):
        self.name, self.number = name, number

    def step(self):
        Key.calls += 1
        if Key.countdown is not None:
            Key.countdown -= 1
            if Key.countdown < 0:
                raise Failure

    def __hash__(self):
        self.step()
        return self.number % 3

    def __eq__(self, other):
        self.step()
        return self is other

    def __repr__(self):
        return self.name


def snapshot(things):
    """Contents in order, and the identity of every part; nothing is hashed or compared."""
    seen = []

    def look(o):
        seen.append(id(o))
        if isinstance(o, dict):
            for k, v in o.items():
                look(k)
                look(v)
        elif isinstance(o, (list, tuple, set, frozenset)):
            for part in o:
                look(part)

    for thing in things:
        look(thing)
    return seen


keys = [Key(f"k{i}", i) for i in range(6)]
old, new = keys[0], keys[3]
things = [
    {keys[0]: 0, keys[1]: 1, keys[2]: 2, keys[4]: 4},
    {(keys[0], keys[1]): "pair", (keys[1], keys[2]): "other"},
    {keys[0], keys[1], keys[5]},
    {frozenset([keys[0], (keys[0], 1)]): "frozen"},
    [keys[0], (keys[0],)],
]
before = snapshot(things)
steps = 0
while True:
    Key.countdown = steps
    try:
        report = theseus.replace(old, new, keep=[keys])
    except Failure:
        Key.countdown = None
        if snapshot(things) != before:
            print("changed by a failure at step", steps)
        steps += 1
        continue
    Key.countdown = None
    break
print(steps > 5, snapshot(things) != before)
print(things[0][new], things[1][(new, keys[1])], new in things[2], things[4])
report.undo()
print(snapshot(things) == before, things[0][old], things[1][(old, keys[1])], old in things[2])

# Conflicts of every kind at once: all are told, nothing is written.
iterator = iter(row := [1, 2])
append = row.append
table = {(1, 2): row}
before = snapshot([row, table])
plan = theseus.plan(row, "text" * 2)
for conflict in sorted(plan.conflicts, key=str):
    print(conflict)
try:
    plan.apply()
except theseus.ReplaceError as e:
    print(str(e).count(";") + 1, snapshot([row, table]) == before, next(iterator))

# An impossible pair among many refuses all.
a, b = [1], [2]
holder = [a, b, row]
before = snapshot([holder])
try:
    theseus.replace_many([(a, b), (b, a), (row, "text" * 2)])
except theseus.ReplaceError as e:
    print("refused", snapshot([holder]) == before)

# A veto.
def hook(event, args):
    if event == "theseus.replace" and vetoing:
        raise Failure("vetoed")


vetoing = True
sys.addaudithook(hook)
try:
    theseus.replace(a, b)
except Failure as e:
    print(e, snapshot([holder]) == before)
vetoing = False
print(theseus.replace(a, b).count > 0, holder[0] is b)
