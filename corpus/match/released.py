# What a match holds on to, and for how long.
import sys


class Item:
    def __init__(self, name): self.name = name
    def __del__(self): print("del", self.name)


def make(name): return [Item(name), Item(name + "2")]


def run():
    match make("a"):
        case [x, y, z]: print("three")
        case [x, _]: print("two", x.name)
    print("after match")
    del x
    match make("b"):
        case [Item(name="q"), _]: print("q")
        case [*_, Item(name="b3")]: print("b3")
        case []: print("empty")
    print("nothing matched")
    match {"k": Item("c"), "l": Item("d")}:
        case {"k": k, "m": m}: print("m")
        case {"k": k, **rest}: print(k.name, list(rest))
    print("end")


run()
subject = [object()]
before = sys.getrefcount(subject)
for _ in range(3):
    match subject:
        case [int()]: pass
        case [str(), *_] | [float()]: pass
        case [a] if a is None: pass
print(sys.getrefcount(subject) - before, sys.getrefcount(subject[0]) - 1)
try:
    match make("e"):
        case [a, b] if 1 / 0: pass
except ZeroDivisionError as e:
    print("raised")
    e.__traceback__ = None
    del e
del a, b
print("done")
