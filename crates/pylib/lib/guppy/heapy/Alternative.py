"""Kinds that are told by a comparison or an order: smaller sizes, subtypes, the first kind that matches."""

import operator
import sys

import _explore

_COMPARISONS = {
    "<": operator.lt,
    "<=": operator.le,
    "!=": operator.ne,
    ">=": operator.ge,
    ">": operator.gt,
}

_TYPES = {"<": "strict subtype", "<=": "subtype", ">=": "supertype", ">": "strict supertype"}


class Alternative:
    """The values that compare with one of a relation in this way."""

    def __init__(self, relation, value, is_dict, symbol):
        self.relation = relation
        self.value = value
        self.is_dict = is_dict
        self.symbol = symbol

    def _key(self):
        return self.relation, self.value, self.is_dict, self.symbol

    def __eq__(self, other):
        return isinstance(other, Alternative) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def _matches(self, value):
        if self.relation == "Size":
            return _COMPARISONS[self.symbol](value, self.value)
        if self.symbol == "!=":
            return value is not self.value
        if value is None or self.symbol in ("<", ">") and value is self.value:
            return False
        low, high = (value, self.value) if self.symbol in ("<", "<=") else (self.value, value)
        return high in low.__mro__

    def select(self, native):
        """Those objects of a native set that are meant."""
        relation = "Clodo" if self.is_dict else self.relation
        found = _explore.iso()
        for value, is_dict in _explore.kinds(native, relation):
            if is_dict == self.is_dict and self._matches(value):
                part = _explore.select(native, relation, value, is_dict)
                found = _explore.combine(found, part, "|")
        return found

    @property
    def brief(self):
        if self.relation == "Size":
            return f"~<size = {self.value}>" if self.symbol == "!=" else f"<size {self.symbol} {self.value}>"
        name = _explore.type_name(self.value)
        name = f"~{name}" if self.symbol == "!=" else f"<{_TYPES[self.symbol]} of {name}>"
        return f"dict of {name}" if self.is_dict else name

    def code(self, base):
        """Python code for it, from that for the kind compared with."""
        return f"~{base}" if self.symbol == "!=" else f"{base}.alt({self.symbol!r})"


def alternative(part, symbol):
    """The part of a kind that compares so with a part; the part itself for '=='."""
    relation, value, is_dict = part
    if symbol != "==" and symbol not in _COMPARISONS:
        raise ValueError(f"No such comparison symbol: {symbol!r}")
    if relation not in ("Size", "Type", "Clodo") or isinstance(value, (Alternative, Match)):
        raise ValueError(f"No alternative set for kinds by {relation}.")
    if value is None:
        raise AttributeError("alt")
    return part if symbol == "==" else (relation, Alternative(*part, symbol), is_dict)


class FirstMatch:
    """An equivalence relation: objects are alike if the same one of some kinds is the first they are of."""

    name = "Findex"
    header = "First Matching Kind / Index"

    def __init__(self, kinds):
        self.kinds = kinds

    def __eq__(self, other):
        return isinstance(other, FirstMatch) and self.kinds == other.kinds

    def __hash__(self):
        return hash(len(self.kinds))

    def __call__(self, index):
        """The kind of what has the kind of this number as the first."""
        return Match(self, index).kind

    def select(self, native, index):
        """The objects of a native set whose first kind has this number; for none, the number of kinds."""
        for kind in self.kinds[:index]:
            native = _explore.combine(native, kind._select(native), "-")
        return self.kinds[index]._select(native) if index < len(self.kinds) else native

    def label(self, index):
        return f"{self.kinds[index].brief} / {index}" if index < len(self.kinds) else "<None>"

    def divide(self, native):
        """The parts of a native set with their labels, the largest first."""
        parts = ((self.select(native, i), Match(self, i)) for i in range(len(self.kinds) + 1))
        parts = [(part, match) for part, match in parts if _explore.count(part)]
        return sorted(parts, key=lambda row: (-_explore.size(row[0]), row[1].brief))

    def __repr__(self):
        return f"hp.findex({', '.join(map(repr, self.kinds))})"

    def __str__(self):
        return f"Equiv. relation <guppy.heapy.Classifiers.ByFindex object at {id(self):#x}>"


class Match:
    """What has one of the kinds as the first."""

    def __init__(self, relation, index):
        self.relation = relation
        self.index = index

    def __eq__(self, other):
        return isinstance(other, Match) and (self.relation, self.index) == (other.relation, other.index)

    def __hash__(self):
        return hash(self.index)

    def select(self, native):
        return self.relation.select(native, self.index)

    @property
    def brief(self):
        return self.relation.label(self.index)

    @property
    def kind(self):
        from guppy.heapy.UniSet import Kind

        return Kind.of(self.relation.name, self)

    def code(self, base):
        return f"{self.relation!r}({self.index})"


_explore.hide(sys.modules[__name__])
