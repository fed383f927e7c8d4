# [ours] References in containers: dict values, lists, tuples, deques, named tuples, fields of native objects.
import collections
import functools
import itertools
import theseus
import types


class Thing:
    def __init__(self, name):
        self.name = name

    def __repr__(self):
        return self.name

    def __call__(self):
        return "called " + self.name


def show(what, value):
    print(f"{what:24} {value}")


old, new = Thing("old"), Thing("new")
Point = collections.namedtuple("Point", "x y")


class Slotted:
    __slots__ = ("a", "b")


holder = Thing("holder")
holder.attr = old
slotted = Slotted()
slotted.b = old
outer = [1, {"deep": [old, old]}]
pair = (old, 1, old)
selfish = [old]
selfish.append(selfish)
inside = (selfish, old)
point = Point(old, 2)
deque = collections.deque([0, old], maxlen=3)
ordered = collections.OrderedDict(first=1, second=old, third=3)
default = collections.defaultdict(functools.partial(Thing, "made"), k=old)
counter = collections.Counter()
counter["n"] = old
chainmap = collections.ChainMap({"c": old}, {})
partial = functools.partial(print, old, end=old)
prop = property(old, doc="doc")
static, klass = staticmethod(old), classmethod(old)
bound = types.MethodType(old, 1)
receiver = Thing.__repr__.__get__(old)
piece = slice(old, None)
space = types.SimpleNamespace(s=old)
alias = types.GenericAlias(list, (old,))
mapped = map(old, [1])
chained = itertools.chain([1], [old])
zipped = zip([old], [1])
numbered = enumerate([old])
cycle = itertools.cycle([old])
repeat = itertools.repeat(old)
tee = itertools.tee([old])
view = {"v": old}.values()
identities = [id(o) for o in (outer, pair, point, deque, ordered, inside)]

plan = theseus.plan(old, new)
report = theseus.replace(old, new)
print(plan.count == report.count, report.pinned, plan.conflicts)
print(identities == [id(o) for o in (outer, pair, point, deque, ordered, inside)])
show("attribute", holder.attr)
show("slot", slotted.b)
show("nested", outer)
show("tuple", pair)
show("named tuple", point)
show("through itself", (inside[0][0], inside[1], inside[0][1] is selfish))
show("deque", deque)
show("ordered", list(ordered.items()))
show("default", dict(default))
show("counter", counter["n"])
show("chain map", chainmap["c"])
show("partial", (partial.args, partial.keywords))
show("property", prop.fget)
show("static, class", (static.__func__, klass.__func__))
show("method", bound.__func__)
show("receiver", receiver())
show("slice", piece)
show("namespace", space)
show("alias", alias.__args__)
show("map", mapped.__reduce__()[1][0])
show("chain", list(chained))
show("zip", list(zipped))
show("enumerate", list(numbered))
show("cycle", next(cycle))
show("repeat", next(repeat))
show("tee", [next(t) for t in tee])
show("view", list(view))

report.undo()
show("undone", [holder.attr, slotted.b, outer[1], pair, point, deque, ordered["second"], default["k"]])
show("undone", [partial.args, prop.fget, receiver(), piece.start, space.s, alias.__args__, list(view)])
print(old is not new, theseus.replace(old, new).count > 20)


class Table(dict):
    def __setitem__(self, key, value):
        print("never called")


table = Table(a=new)
other = Thing("other")
theseus.replace(new, other)
show("subclass", table)

# The same place twice counts twice.
a, b = Thing("a"), Thing("b")
print(theseus.plan([a, a][0], b).by_relation)
two = [a, a]
print(theseus.plan(a, b).by_relation)
both = {a: a}
print(theseus.plan(a, b).by_relation)

report = theseus.replace(a, b)
print(two, both, both[b])
report.undo()
print(two, both, both[a])

# An instance keeps its inline attributes: nobody asks for its dict.
print(theseus.replace(a, b).by_relation, holder.__dict__)
