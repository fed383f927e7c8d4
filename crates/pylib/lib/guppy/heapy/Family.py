"""What Guppy calls the families of sets, and what they tell of a kind."""

import sys

import _explore

# The class names of families, by the relation that kinds are told by.
_NAMES = {
    "Clodo": "OwnedDictFamily",
    "Dicts": "OwnedDictFamily",
    "Id": "IdentityFamily",
    "Idset": "IdentitySetFamily",
    "Module": "ModuleFamily",
    "Rcs": "RetClaSetFamily",
    "Relation": "EquivalenceRelationFamily",
    "Set": "IdentitySetFamily",
    "Size": "IndiSizeFamily",
    "Type": "TypeFamily",
    "Unity": "PyObjectFamily",
    "Via": "InRelFamily",
    "and": "AndFamily",
    "not": "InvertFamily",
    "or": "OrFamily",
}


class Family:
    """What sets of one sort have in common."""


for _name in set(_NAMES.values()):
    globals()[_name] = type(_name, (Family,), {"__module__": __name__})


def family(sort):
    """The family of a sort: a relation, or how a kind is composed."""
    return globals()[_NAMES.get(sort, "PyObjectFamily")]()


def render(o):
    """An object in words, as tables of single objects show it."""
    return _explore.briefs(_explore.iso(o), 1)[0]


_explore.hide(sys.modules[__name__])
