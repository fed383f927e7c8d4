# [slow] Sorting by dependencies.
from graphlib import TopologicalSorter, CycleError

ts = TopologicalSorter({"d": {"b", "c"}, "b": {"a"}, "c": {"a"}})
print(list(ts.static_order())[0], list(TopologicalSorter({"b": ["a"], "c": ["b"]}).static_order()))
ts = TopologicalSorter()
ts.add(1, 2, 3)
ts.add(2, 3)
ts.prepare()
while ts.is_active():
    r = ts.get_ready()
    print(r)
    ts.done(*r)
try:
    TopologicalSorter({1: [2], 2: [3], 3: [1]}).prepare()
except CycleError as e:
    print(e.args[0], e.args[1])
ts = TopologicalSorter({1: [2]})
for f in (lambda: ts.get_ready(), lambda: ts.done(1), lambda: ts.is_active()):
    try:
        f()
    except ValueError as e:
        print(e)
ts.prepare()
for f in (lambda: ts.prepare(), lambda: ts.add(5), lambda: ts.done(9), lambda: ts.done(1)):
    try:
        f()
    except ValueError as e:
        print(e)
