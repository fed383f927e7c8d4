# [ours] referrers(): exactly the places that a plan would write, each with its holder.
import functools
import theseus


class Thing:
    pass


class Slotted:
    __slots__ = ("s",)


class Sub(Thing):
    pass


def words(o):
    return sorted(place for holder, place in theseus.referrers(o))


target = [1]
table = {"k": target, 5: target}
row = [0, target]
thing = Thing()
thing.attr = target
slotted = Slotted()
slotted.s = target
pair = (1, 2, target)
keys = {(t := (3, 4)): 1}
append = target.append
method = functools.partial(print, target)


class Holder:
    c = target


def default(x=target):
    return x


def closure():
    y = target
    return lambda: y


f = closure()
print(words(target))
by_holder = {id(holder): place for holder, place in theseus.referrers(target)}
print(by_holder[id(globals())], by_holder[id(row)], by_holder[id(thing)], by_holder[id(Holder)], by_holder[id(append)])
print(words(t))
print([w for w in words(Thing) if w != "['Thing']"])


def local():
    here = Thing()
    box = [here]
    return words(here), [place for holder, place in theseus.referrers(here) if holder is box]


print(local())
plan = theseus.plan(target, [2])
key = lambda e: (id(e[0]), e[1])
print(sorted(plan.edges, key=key) == sorted(theseus.referrers(target), key=key), plan.count == len(plan.edges))
print(theseus.referrers(object()))
result = theseus.referrers(target)
print(any(holder is result for holder, place in theseus.referrers(target)))
