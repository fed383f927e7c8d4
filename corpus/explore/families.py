# [ours] What sets are called, the families of kinds, relations that stand for sets; places by number.
from guppy import hpy

hp = hpy()


class Owner:
    pass


one, two = Owner(), Owner()
items, table = [0, one], {1: two}
both = hp.iso(one, two)

for sets in ("hp.iso(one)", "both", "hp.Nothing", "both.byid", "both.byid[0]", "hp.Type(list)"):
    print(sets, type(eval(sets)).__name__, eval(sets).fam.__class__.__name__)
for kind in ("hp.Size(56)", "hp.Clodo(dictof=Owner)", "hp.Module('sys')", "hp.Via('[0]')", "hp.Anything"):
    print(kind, eval(kind).fam.__class__.__name__)
for kind in ("hp.Type(list) & hp.Size(56)", "~hp.Type(list)", "hp.Type(list) | hp.Size(56)", "hp.Type"):
    print(kind, eval(kind).fam.__class__.__name__)

print(hp.Type(list).get_ckc()[1:], hp.Size(56).get_ckc()[1:], hp.Size(56).alt("<").get_ckc()[1:])
print(hp.Type(str).get_render()("abc"), hp.Type(int).get_render()(5))
print([hp.Type | hp.Size, hp.Type & hp.Size, ~hp.Type, hp.Type | hp.Type])
try:
    both & hp.Type
except TypeError as e:
    print(e)

# An item and a value of the same number are the same relation.
print([row[2] for row in hp.iso(one).byvia.stat.rows], [row[2] for row in hp.iso(two).byvia.stat.rows])
items.append(two)
table[2] = two
print([row[2] for row in hp.iso(two).byvia.stat.rows])
print([(both.bytype & hp.Type(Owner)).er, both.bysize.er])
