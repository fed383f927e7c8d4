"""Equivalence relations: each makes kinds, and divides sets. They combine: by type and size, by dict's owner."""

import builtins
import sys
import types

import _explore
from guppy.heapy.Family import family

# What names of relations are called on a set: `byclodo` and so on.
RELATIONS = ("Clodo", "Id", "Idset", "Module", "Rcs", "Size", "Type", "Unity", "Via")

# What Guppy calls the classes behind them.
_CLASSES = {
    "Clodo": "ByClassOrDictOwner",
    "Id": "ByIdentity",
    "Idset": "ByIdentitySet",
    "Module": "ByModule",
    "Rcs": "ByRetClaSet",
    "Size": "ByIndiSize",
    "Type": "ByType",
    "Unity": "ByUnity",
    "Via": "ByInRel",
}

_CLODO_ARGUMENTS = "Argument should be either\n    <type except dict>\n    dictof=<type>\n    dictof=()"


def named(text):
    """The relation of a name, or of several with '&' between."""
    relation = None
    for name in text.split("&"):
        if name not in RELATIONS:
            raise ValueError(f"by(): No such equivalence relation defined in heapy.Use: {name!r}")
        part = EquivalenceRelation(name)
        relation = part if relation is None else relation & part
    return relation


class EquivalenceRelation:
    """A relation by which objects are alike."""

    class_name = property(lambda self: _CLASSES[self.name])

    def __init__(self, name):
        self.name = name

    def _key(self):
        return (self.name,)

    def __eq__(self, other):
        return isinstance(other, EquivalenceRelation) and self._key() == other._key()

    def __hash__(self):
        return hash(self._key())

    def refines(self, other):
        """Whether objects that are alike by this one are so by the other."""
        return self == other or other.name == "Unity" or (self.name, other.name) == ("Clodo", "Type")

    def __le__(self, other):
        return self.refines(other)

    def __and__(self, other):
        if not isinstance(other, EquivalenceRelation):
            return self._kind() & other
        parts = []
        for part in [*self.parts, *other.parts]:
            if not any(known.refines(part) for known in parts):
                parts = [known for known in parts if not part.refines(known)] + [part]
        return parts[0] if len(parts) == 1 else AndRelation(parts)

    @property
    def parts(self):
        """The relations that it combines."""
        return [self]

    def _kind(self):
        """What stands for the relation among kinds."""
        from guppy.heapy.UniSet import Kind

        return Kind.of("Relation", self)

    def __or__(self, other):
        return self._kind() | other

    def __sub__(self, other):
        return self._kind() - other

    def __xor__(self, other):
        return self._kind() ^ other

    def __invert__(self):
        return ~self._kind()

    @property
    def fam(self):
        """The family of relations."""
        return family("Relation")

    @property
    def brief(self):
        """The relation in a line."""
        return str(self)

    # ---- kinds

    def __call__(self, *args, **kwds):
        """The kind of what the arguments tell: a type, a size, a name."""
        from guppy.heapy.UniSet import ANYTHING, IdentitySet, Kind

        if self.name == "Clodo" and "dictof" in kwds:
            owner = kwds["dictof"]
            if owner != () and not isinstance(owner, type):
                raise TypeError(_CLODO_ARGUMENTS)
            return Kind.of("Clodo", None if owner == () else owner, True)
        if self.name == "Idset":
            return IdentitySet(_explore.iso(*args))
        if self.name == "Unity":
            return ANYTHING
        if self.name == "Via":
            return Kind.of("Via", ", ".join(sorted(map(repr, args))))
        if self.name == "Module" and "name" in kwds:
            args = (kwds["name"],)
        if self.name == "Rcs" and all(isinstance(arg, (Kind, SoKind)) for arg in args):
            return self.refdby_kind(args)
        if self.name == "Clodo" and not args:
            raise TypeError(_CLODO_ARGUMENTS)
        if len(args) != 1:
            raise TypeError(f"{self!r} makes a kind of one value, not of {len(args)}")
        return Kind.of(self.name, self._value(*args))

    def _value(self, value):
        """What a kind keeps of the value that it is told by."""
        if self.name == "Module" and value not in sys.modules:
            raise ValueError(f"No module {value!r} in View.target.sys.modules.")
        if self.name == "Size":
            return int(value)
        if self.name == "Id":
            if not isinstance(value, int):
                raise TypeError(f"{type(value).__name__!r} object cannot be interpreted as an integer")
            if not _explore.count(_explore.select(_explore.heap(False), "Idset", value)):
                raise ValueError(f"No object found at address {value:#x}")
        if self.name == "Rcs":
            raise TypeError("referrers are told by kinds")
        if self.name == "Type" and not isinstance(value, type):
            raise TypeError("type, class or basestring expected")
        if self.name == "Clodo" and (not isinstance(value, type) or value is dict):
            raise TypeError(_CLODO_ARGUMENTS)
        return value

    def __getattr__(self, name):
        if self.name != "Type" or name.startswith("__"):
            raise AttributeError(name)
        # `Int` is int, `Function` is types.FunctionType.
        found = getattr(types, name + "Type", None) or getattr(builtins, name.lower(), None)
        if not isinstance(found, type):
            raise AttributeError(f"Module 'builtins' or its _GLUECLAMP_ has no attribute {name.lower()!r}")
        return self(found)

    # ---- relations made of it

    @property
    def dictof(self):
        """The relation that divides dicts by the kinds of their owners."""
        return DictOwner(self)

    @property
    def refdby(self):
        """The relation that divides objects by the kinds of what refers to them."""
        return EquivalenceRelation("Rcs") if self.name == "Clodo" else Referrers(self)

    def sokind(self, *args, **kwds):
        """A set of kinds, to which more are added by calling it."""
        return SoKind(self, [])(*args, **kwds)

    def refdby_kind(self, args):
        """The kind of what is referred to by objects of these kinds, and no others."""
        from guppy.heapy.UniSet import Kind

        kinds = [kind for arg in args for kind in (arg.kinds if isinstance(arg, SoKind) else [arg])]
        base = EquivalenceRelation("Clodo") if self.name == "Rcs" else self.base
        return SoKind(base, kinds).refdby

    # ---- words

    @property
    def header(self):
        """The title of its column."""
        return "Object Identity" if self.name == "Id" else _explore.header(self.name)

    def label(self, kind):
        """What stands for a kind beside those of other relations."""
        return kind.brief.removeprefix("<size = ").removesuffix(">") if self.name == "Size" else kind.brief

    def __repr__(self):
        return "hp.Clodo.refdby" if self.name == "Rcs" else "hp." + self.name

    def __str__(self):
        return f"Equiv. relation <guppy.heapy.Classifiers.{self.class_name} object at {id(self):#x}>"


class Part:
    """A part that a relation divides off, in words and as a kind."""

    def __init__(self, brief, kind):
        self.brief = brief
        self.kind = kind


def _in_order(parts):
    """Parts of a set, the largest first."""
    return sorted(parts, key=lambda row: (-_explore.size(row[0]), row[1].brief))


def _parts(relation, native):
    """The parts of a native set by a relation, with their kinds."""
    from guppy.heapy.UniSet import IdentitySet

    divided = IdentitySet(native).by(relation)
    return [(part.nodes, part.kind) for part in divided.parts]


def _referrers(kind):
    """The referrers that a kind tells, in words."""
    words = kind.brief.removeprefix("<referred by: ").removesuffix(">")
    return "" if words == "<Nothing>" else words


class AndRelation(EquivalenceRelation):
    """Several relations: objects are alike that are so by all of them."""

    class_name = "AndClassifier"

    def __init__(self, parts):
        super().__init__("And")
        self._parts = parts

    parts = property(lambda self: self._parts)

    def _key(self):
        return ("And", *self.parts)

    def refines(self, other):
        return all(any(own.refines(part) for own in self.parts) for part in other.parts)

    @property
    def header(self):
        return " & ".join("{%s}" % part.header if part.name == "Rcs" else part.header for part in self.parts)

    def divide(self, native):
        """The parts of a native set, the largest first."""
        return _in_order(self._divide(native, self.parts))

    def _divide(self, native, relations):
        from guppy.heapy.UniSet import product_of

        first, *rest = relations
        for part, kind in _parts(first, native):
            words = first.label(kind)
            words = f"{{{_referrers(kind)}}}" if first.name == "Rcs" else words
            if not rest:
                yield part, Part(words, kind)
                continue
            for smaller, more in self._divide(part, rest):
                yield smaller, Part(f"{words} & {more.brief}", product_of(kind, more.kind))

    def __call__(self, *args, **kwds):
        raise TypeError("kinds by several relations are made by '&' of kinds")

    def __repr__(self):
        return f"({' & '.join(map(repr, self.parts))})"


class DictOwner(EquivalenceRelation):
    """Dicts are alike if their owners are; so is all that is no dict."""

    class_name = "ByDictOwner"

    def __init__(self, base):
        super().__init__("Dicts")
        self.base = base

    def _key(self):
        return ("Dicts", self.base)

    @property
    def header(self):
        return "Dict of " + self.base.header

    def divide(self, native):
        """The parts of a native set, the largest first."""
        from guppy.heapy.UniSet import Kind, IdentitySet

        dicts = _explore.iso()
        found = []
        for part, kind in _parts(EquivalenceRelation("Clodo"), native):
            if kind.part[2]:
                dicts = _explore.combine(dicts, part, "|")
                found.extend(self._divide(part, kind))
        others = _explore.combine(native, dicts, "-")
        if _explore.count(others):
            found.append((others, Part("~dict", ~Kind.of("Type", dict))))
        return _in_order(found)

    def _divide(self, dicts, kind):
        """Dicts of one class of owners, divided as their owners are."""
        if kind.part[1] is None or self.base.name in ("Type", "Clodo"):
            yield dicts, Part(kind.brief, kind)
            return
        for _, of in _parts(self.base, _explore.owners(dicts)):
            if _explore.count(part := of.dictof._select(dicts)):
                yield part, Part(of.dictof.brief, of.dictof)

    def __call__(self, kind):
        """The kind of the dicts of objects of a kind."""
        return kind.dictof

    def __repr__(self):
        return f"{self.base!r}.dictof"


class Referrers(EquivalenceRelation):
    """Objects are alike to which objects of the same kinds refer."""

    class_name = "ByRetClaSet"

    def __init__(self, base):
        super().__init__("Referrers")
        self.base = base

    def _key(self):
        return ("Referrers", self.base)

    @property
    def header(self):
        return "Referrers by " + self.base.header

    def divide(self, native):
        """The parts of a native set, the largest first."""
        by_kinds = {}
        objects = _explore.listing(native)
        for index in range(_explore.length(objects)):
            one = _explore.objects(objects, index, index + 1)
            kinds = [kind for _, kind in _parts(self.base, _explore.referrers(one))]
            words = ", ".join(sorted(self.base.label(kind) for kind in kinds))
            part, _ = by_kinds.get(words, (_explore.iso(), kinds))
            by_kinds[words] = _explore.combine(part, one, "|"), kinds
        return _in_order(
            (part, Part(words, SoKind(self.base, kinds).refdby)) for words, (part, kinds) in by_kinds.items()
        )

    def __call__(self, *kinds):
        """The kind of what is referred to by objects of these kinds, and no others."""
        return self.refdby_kind(kinds)

    def __repr__(self):
        return f"{self.base!r}.refdby"


class SoKind:
    """A set of kinds by one relation."""

    def __init__(self, base, kinds):
        self.base = base
        self.kinds = kinds

    def __call__(self, *args, **kwds):
        """The same with one more kind, of what the arguments tell."""
        return SoKind(self.base, self.kinds + [self.base(*args, **kwds)] if args or kwds else self.kinds)

    def __eq__(self, other):
        return isinstance(other, SoKind) and self._key() == other._key()

    def __hash__(self):
        return hash(self.base)

    def _key(self):
        return self.base, sorted(kind.brief for kind in self.kinds)

    @property
    def refdby(self):
        """The kind of what is referred to by objects of these kinds, and no others."""
        from guppy.heapy.UniSet import Kind

        return Kind.of("Rcs", ReferredBy(self))

    def __repr__(self):
        words = [repr(kind).partition("(")[2].removesuffix(".dictof") for kind in self.kinds]
        dicts = ["dictof=" if kind.part and kind.part[2] else "" for kind in self.kinds]
        calls = "".join(f"({is_dict}{word}" for is_dict, word in zip(dicts, words))
        return f"{self.base!r}.sokind{calls}"


class ReferredBy:
    """What objects of some kinds refer to, and no others."""

    def __init__(self, kinds):
        self.kinds = kinds

    def __eq__(self, other):
        return isinstance(other, ReferredBy) and self.kinds == other.kinds

    def __hash__(self):
        return hash(self.kinds)

    @property
    def words(self):
        return ", ".join(sorted(kind.brief for kind in self.kinds.kinds)) or "<Nothing>"

    @property
    def brief(self):
        return f"<referred by: {self.words}>"

    def select(self, native):
        """Those objects of a native set."""
        base = self.kinds.base
        if base.name == "Clodo":
            return _explore.select(native, "Rcs", self.words if self.kinds.kinds else "<Nothing>")
        found = _explore.iso()
        for part, told in Referrers(base).divide(native):
            if told.brief == self.words:
                found = _explore.combine(found, part, "|")
        return found

    def code(self, base):
        return f"{self.kinds!r}.refdby"


_explore.hide(sys.modules[__name__])
