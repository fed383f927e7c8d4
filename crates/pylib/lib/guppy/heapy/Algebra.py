"""Boolean algebra of kinds: a sum of terms, each a product of literals.

A literal is a part with whether it is meant or its complement. A part tells objects by one relation: its name, a
value, and whether the dicts of such objects are meant.
"""

import sys

import _explore

# Relations of which an object has one value only.
_EXCLUSIVE = {"Type", "Clodo", "Size", "Module", "Id"}

# The sum of all objects: a product of nothing.
ALL = [()]


def _is_value(part):
    """Whether the part is told by a value, not by a rule."""
    return isinstance(part[1], (type, int, str))


def _exclude(a, b):
    """Whether no object has both parts."""
    if a == b or not (_is_value(a) and _is_value(b)):
        return False
    told = {a[0], b[0]}
    if told == {"Type", "Clodo"}:
        (by_type,) = (part for part in (a, b) if part[0] == "Type")
        return by_type[1] is not dict
    return len(told) == 1 and told <= _EXCLUSIVE


def _contains(whole, part):
    """Whether each object of a part has another one, too."""
    return whole == part or whole[0] == "Unity" or whole[:2] == ("Type", dict) and part[2]


def _implies(literal, other):
    (part, meant), (whole, other_meant) = literal, other
    if meant:
        return _contains(whole, part) if other_meant else _exclude(part, whole)
    return not other_meant and _contains(part, whole)


def _opposite(literal):
    part, meant = literal
    return part, not meant


def _follows(term, other):
    """Whether each object of a term is one of another."""
    return all(any(_implies(literal, wanted) for literal in term) for wanted in other)


def _joined(a, b):
    """Two lists in the order in which Guppy keeps them."""
    return a + b if len(a) > 1 and len(b) == 1 else b + a


def _term(literals):
    """A product without what follows from the rest; None if nothing is in it."""
    kept = []
    for literal in literals:
        if any(_implies(literal, _opposite(other)) for other in kept):
            return None
        if not any(_implies(other, literal) for other in kept):
            kept = [other for other in kept if not _implies(literal, other)] + [literal]
    return tuple(kept)


def product(a, b):
    """The terms of what is in both sums."""
    found = []
    for x in a:
        for y in b:
            term = _term(_joined(x, y))
            if term is not None:
                found = union(found, [term]) if found else [term]
    return found


def _merged(a, b):
    """One term for two that differ in the sign of one literal."""
    odd = [literal for literal in a if literal not in b]
    if len(a) == len(b) and len(odd) == 1 and _opposite(odd[0]) in b:
        return tuple(literal for literal in a if literal != odd[0])
    return None


def union(a, b):
    """The terms of what is in one of two sums."""
    kept = []
    for term in _joined(list(a), list(b)):
        if any(_follows(term, other) for other in kept):
            continue
        for other in kept:
            if (both := _merged(other, term)) is not None:
                return union([t for t in kept if t is not other], [both])
        kept = [other for other in kept if not _follows(other, term)] + [term]
    return kept


def complement(terms):
    """The terms of what is not in a sum."""
    found = ALL
    for term in terms:
        found = product(found, [(_opposite(literal),) for literal in term])
    return found


def is_within(a, b):
    """Whether each term of one sum is one of another."""
    return all(any(_follows(term, other) for other in b) for term in a)


_explore.hide(sys.modules[__name__])
