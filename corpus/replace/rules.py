# [ours] What the rules say of old, new, keep, many pairs, scopes, reports and plans.
import gc
import json
import sys
import theseus
import weakref


class Thing:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name


def refused(f, *args, **kwargs):
    try:
        f(*args, **kwargs)
    except theseus.ReplaceError as e:
        print("refused:", e)


print(issubclass(theseus.ReplaceError, TypeError), theseus.ReplaceError.__module__, theseus.replace.__module__)

# The same object: nothing happens.
a = Thing("a")
report = theseus.replace(a, a)
print(report.count, report.edges, str(report))

# Shared objects are refused as old, and fine as new.
for shared in (None, True, ..., NotImplemented, -5, 256, b"", b"x", (), "interned", ""):
    refused(theseus.replace, shared, a)
b = [a]
theseus.replace(a, None)
print(b, a)
for ordinary in (257 + len(b), 1.5 * len(b), b"longer" * len(b), "not interned" * len(b), (1, b)):
    twin = {"x": ordinary}
    del ordinary
    theseus.replace(twin["x"], 7)
    print(twin)

# Equal twins are other objects.
one, two = [1], [1]
theseus.replace(one, "one")
print(one, two)

# new keeps what it holds itself.
def wrapper(f):
    def inner(*args):
        return "wrapped " + f(*args)
    inner.__wrapped__ = f
    return inner


def function():
    return "function"


also = {"f": function}
report = theseus.replace(function, wrapper(function))
print(function(), also["f"](), function.__wrapped__())
a, b = Thing("a"), Thing("b")
a.self_ = a
wrapped = [a]
holders = [a, a]
theseus.replace(a, wrapped)
print(len(holders), holders[0] is wrapped, wrapped[0].name, wrapped[0].self_ is wrapped)
proxy = Thing("proxy")
proxy.target = b
deep = Thing("deep")
deep.list = [b]
both = [b]
theseus.replace(b, proxy)
print(both, proxy.target, deep.list)

# keep: direct storage only.
a, b = Thing("a"), Thing("b")
kept, inner = [a, [a]], {"k": a}
report = theseus.replace(a, b, keep=[kept, inner])
print(kept, inner, report.count)
report.undo()
report = theseus.replace(a, b, keep=(o for o in [globals()]))
print(a, kept)
report.undo()

# swap.
x, y = Thing("x"), Thing("y")
row, pair, table = [x, y, x], (y, x), {x: "x", y: "y"}
x.other, y.other = y, x
report = theseus.swap(x, y)
print(row, pair, table, x, y, x.other, y.other)
report.undo()
print(row, pair, table, x, y)

# Many at once: each reference moves one step; rings.
a, b, c = Thing("a"), Thing("b"), Thing("c")
row = [a, b, c]
pairs = [(a, b), (b, c)]
report = theseus.replace_many(pairs)
print(row, pairs[0][0], report.count)
report.undo()
print(row)
report = theseus.replace_many([(a, b), (b, c), (c, a)])
print(row)
report.undo()
refused(theseus.replace_many, [(a, b), (a, c)])
refused(theseus.replace_many, [(a, b), (None, c)])
try:
    theseus.replace_many([(a, b, c)])
except ValueError as e:
    print(e)
print(row, theseus.replace_many([]).count)

# Scopes.
with theseus.replaced(a, b) as report:
    print(row, report.count > 0)
    with theseus.replaced(b, c):
        print(row)
    print(row)
print(row)
try:
    with theseus.replaced(a, b):
        print(row[0])
        raise ValueError("comes through")
except ValueError as e:
    print(e, row)

# Undoing takes back what was written and still holds it.
old, new = Thing("old"), Thing("new")
row, other, short, table = [old, old], [new], [0, old], {"a": old, "b": old}
dies = [[old]]
report = theseus.replace(old, new)
row[0] = "later"
short.pop()
table["a"] = "later"
dies.clear()
vars_of = Thing("v")
report.undo()
print(row, other, short, table, old, new)
report.undo()
print(row, other)
old.attr, o = 1, Thing("o")
o.first, o.second = old, old
report = theseus.replace(old, new)
print(sorted(vars(o)))
report.undo()
print(o.first, o.second)

table = {i: i for i in range(20)} | {"k": old, old: "key"}
report = theseus.replace(old, new)
for i in range(20):
    del table[i]
for i in range(30):
    table[i + 100] = i
report.undo()
print(table["k"], table[old], list(table)[:2])

# A plan touches nothing.
plan = theseus.plan(old, new)
before = plan.count
print(row, plan.conflicts, before == len(plan.edges), plan.by_relation == plan.apply().by_relation, row)
data = json.loads(theseus.plan(new, old).json())
print(sorted(data), data["conflicts"])
plan = theseus.plan(new, old)
more = [new, new]
report = plan.apply()
print(more, report.count - plan.count)
print(str(theseus.plan(old, [])).splitlines()[0][:2], repr(theseus.plan(old, [])).split()[-1])

# Reports and plans are not references, and keep nothing but the old object.
class Dies:
    def __del__(self):
        print("finalised")


d = Dies()
ref = weakref.ref(d)
place = [d]
report = theseus.replace(d, "".join(["in", "stead"]))
print(ref() is None, place, theseus.referrers(ref()))
holder = weakref.WeakSet()


h = Thing("holder")
h.held = new
holder.add(h)
second = theseus.replace(new, old)
del h
gc.collect()
print(len(holder))
report = None
print("gone")

# The audit event, which may forbid.
events = []


def hook(event, args):
    if event == "theseus.replace":
        events.append(args[2])
        if args[1] == "forbidden":
            raise RuntimeError("not allowed")


sys.addaudithook(hook)
old, new = Thing("old"), Thing("new")
report = theseus.replace(old, new)
print(events == [report.count])
try:
    theseus.replace(new, "".join(["for", "bidden"]))
except RuntimeError as e:
    print(e, new)
