"""Sets: of objects by identity, and of all objects of a kind."""

import sys

import _explore
from guppy.heapy.Alternative import Alternative, FirstMatch, Match, alternative
from guppy.heapy.Part import Stat
from guppy.heapy.Path import ShortestPaths
from guppy.heapy.Printer import Pages, next_page

# What names of relations are called on a set: `byclodo` and so on.
RELATIONS = ("Clodo", "Id", "Idset", "Module", "Rcs", "Size", "Type", "Unity", "Via")


# Kinds that are no types, in words.
_FORMS = {
    "Id": "<id {:#x}>",
    "Idset": "<id {:#x}>",
    "Size": "<size = {}>",
    "Via": "<via {}>",
    "Rcs": "<referred by: {}>",
}


class UniSet:
    """A set of objects."""

    __slots__ = ()

    def __rand__(self, other):
        return self & other

    def __ror__(self, other):
        return self | other

    def __bool__(self):
        return True


class Relation:
    """An equivalence relation: makes kinds, and divides sets."""

    def __init__(self, name):
        self.name = name

    def __call__(self, *args, **kwds):
        """The kind of what the arguments tell: a type, a size, a name."""
        if self.name == "Clodo" and "dictof" in kwds:
            owner = kwds["dictof"]
            return Kind([(self.name, None if owner == () else owner, True)])
        if self.name == "Idset":
            return IdentitySet(_explore.iso(*args))
        if self.name == "Unity" and not args:
            return ANYTHING
        if self.name == "Via" and args:
            args = (", ".join(sorted(map(repr, args))),)
        if self.name == "Module" and "name" in kwds:
            args = (kwds["name"],)
        if len(args) != 1:
            raise TypeError(f"hp.{self.name} makes a kind of one value, not of {len(args)}")
        (value,) = args
        if self.name == "Module" and value not in sys.modules:
            raise ValueError(f"No module {value!r} in View.target.sys.modules.")
        if self.name in ("Type", "Clodo") and not isinstance(value, type):
            raise TypeError("type expected, got " + repr(value))
        return Kind([(self.name, value, False)])

    def __getattr__(self, name):
        if self.name in ("Type", "Clodo"):
            import types, builtins

            found = getattr(builtins, name, None) or getattr(types, name, None)
            if isinstance(found, type):
                return self(found)
        raise AttributeError(name)

    def __repr__(self):
        return "hp." + self.name

    def __str__(self):
        return f"Equiv. relation {object.__repr__(self)}"


class Kind(UniSet):
    """All objects of some kinds. `parts` lists (relation, value, whether dicts of it are meant)."""

    __slots__ = ("parts",)

    def __init__(self, parts):
        # Of a class, as it is not a dict, both relations say the same.
        self.parts = [("Type" if by == "Clodo" and not is_dict else by, *rest, is_dict) for by, *rest, is_dict in parts]

    def _select(self, native):
        found = _explore.iso()
        for relation, value, is_dict in self.parts:
            if isinstance(value, (Alternative, Match)):
                part = value.select(native)
            else:
                part = _explore.select(native, "Idset" if relation == "Id" else relation, value, is_dict)
            found = _explore.combine(found, part, "|")
        return found

    @property
    def dictof(self):
        """The dicts of objects of these kinds."""
        return Kind([("Clodo", value, True) for _, value, _ in self.parts])

    def alt(self, symbol):
        """The kind that compares so with this one: smaller sizes for '<', subtypes for '<='."""
        if len(self.parts) != 1:
            raise ValueError("No alternative set for a kind of several parts.")
        return Kind([alternative(self.parts[0], symbol)])

    def __and__(self, other):
        if isinstance(other, Kind):
            return Kind([part for part in self.parts if part in other.parts])
        return _as_set(other) & self

    def __or__(self, other):
        other = _as_set(other)
        if isinstance(other, Kind):
            return Kind(self.parts + [part for part in other.parts if part not in self.parts])
        return NotImplemented

    def __sub__(self, other):
        other = _as_set(other)
        if not isinstance(other, Kind):
            return NotImplemented
        return Kind([part for part in self.parts if part not in other.parts])

    def __xor__(self, other):
        other = _as_set(other)
        return (self - other) | (other - self) if isinstance(other, Kind) else NotImplemented

    def __contains__(self, o):
        return _explore.count(self._select(_explore.iso(o))) == 1

    def __eq__(self, other):
        return isinstance(other, Kind) and self <= other and other <= self

    def __le__(self, other):
        return all(part in other.parts for part in self.parts)

    def __hash__(self):
        return hash(len(self.parts))

    def _names(self):
        for relation, value, is_dict in self.parts:
            if isinstance(value, (Alternative, Match)):
                yield value.brief
            elif is_dict:
                yield "dict (no owner)" if value is None else "dict of " + _explore.type_name(value)
            elif isinstance(value, type):
                yield _explore.type_name(value)
            else:
                yield _FORMS.get(relation, "{}").format(value)

    @property
    def brief(self):
        names = sorted(self._names())
        if len(names) == 1:
            return names[0]
        return f"({' | '.join(names)})" if names else "<Nothing>"

    def __str__(self):
        return self.brief

    def __repr__(self):
        words = []
        for relation, value, is_dict in self.parts:
            if relation == "Unity":
                return "hp.Anything"
            if isinstance(value, Alternative):
                words.append(value.code(repr(Kind([(relation, value.value, False)]))) + (".dictof" if is_dict else ""))
            elif isinstance(value, Match):
                words.append(value.code(None))
            elif value is None:
                words.append("hp.Nothing.dictof")
            elif isinstance(value, type):
                name = f"<type {value.__module__}.{value.__name__} at {id(value):#x}>"
                words.append(f"hp.Type({name!r})" + (".dictof" if is_dict else ""))
            else:
                words.append(f"hp.{relation}({value!r})")
        return words[0] if len(words) == 1 else f"({' | '.join(sorted(words))})"


# All objects.
ANYTHING = Kind([("Unity", "<Anything>", False)])


class IdentitySet(UniSet):
    """A set of objects by identity, shown divided by a relation.

    A part of a partition remembers at which row it stood, and how many bytes were before it.
    """

    __slots__ = ("_native", "_by", "_index", "_before", "_partition")

    def __init__(self, native, by="Clodo", index=0, before=0):
        self._native = native
        self._by = by
        self._index = index
        self._before = before
        self._partition = None

    # ---- what is in it

    @property
    def count(self):
        """How many objects there are."""
        return _explore.count(self._native)

    @property
    def size(self):
        """Their bytes."""
        return _explore.size(self._native)

    indisize = size

    @property
    def theone(self):
        """The only object of the set."""
        return _explore.theone(self._native)

    @property
    def nodes(self):
        """The set itself, as a native set."""
        return self._native

    def __bool__(self):
        return self.count > 0

    def __contains__(self, o):
        return _explore.contains(self._native, o)

    def __iter__(self):
        raise TypeError("iteration over non-sequence")

    def __call__(self, *args):
        raise ValueError("Not callable set")

    def __getattr__(self, name):
        raise AttributeError(name)

    # ---- algebra

    def _combine(self, other, operator):
        return IdentitySet(_explore.combine(self._native, other._native, operator))

    def __or__(self, other):
        return self._combine(_identity(other), "|")

    __ror__ = __or__

    def __and__(self, other):
        other = _as_set(other)
        if isinstance(other, Kind):
            return IdentitySet(other._select(self._native), self._by)
        return self._combine(other, "&")

    __rand__ = __and__

    def __sub__(self, other):
        other = _as_set(other)
        if isinstance(other, Kind):
            other = IdentitySet(other._select(self._native))
        return self._combine(other, "-")

    def __xor__(self, other):
        return self._combine(_identity(other), "^")

    __rxor__ = __xor__

    def __le__(self, other):
        other = _as_set(other)
        if isinstance(other, Kind):
            return _explore.count(other._select(self._native)) == self.count
        return _explore.is_subset(self._native, other._native)

    def __lt__(self, other):
        return self <= other and not self == other

    def __ge__(self, other):
        return _identity(other) <= self

    def __gt__(self, other):
        return _identity(other) < self

    def __eq__(self, other):
        other = _identity(other)
        return self <= other and other <= self

    def __ne__(self, other):
        return not self == other

    def __hash__(self):
        return hash(self.count)

    def disjoint(self, other):
        """Whether there is no object in both."""
        return not self & other

    # ---- partitions

    def _parts(self):
        if self._partition is None:
            if self._by == "Id":
                self._partition = _explore.listing(self._native)
            else:
                self._partition = _explore.partition(self._native, self._by)
        return self._partition

    def __len__(self):
        return _explore.length(self._parts())

    def __getitem__(self, index):
        parts = self._parts()
        length = _explore.length(parts)
        if isinstance(index, slice):
            start, stop, step = index.indices(length)
            if step != 1:
                raise ValueError("parts are taken without steps")
            take = _explore.objects if self._by == "Id" else _explore.part
            return IdentitySet(take(parts, start, max(start, stop)), self._by)
        if index < 0:
            index += length
        if not 0 <= index < length:
            raise IndexError("Partition index out of range.")
        if self._by == "Id":
            return IdentitySet(_explore.objects(parts, index, index + 1), self._by)
        native, before = _explore.part(parts, index, index + 1), _explore.bytes_before(parts, index)
        return IdentitySet(native, self._by, self._index + index, self._before + before)

    @property
    def parts(self):
        """The parts of the partition as a list of sets."""
        return [self[index] for index in range(len(self))]

    @property
    def partition(self):
        """The set as it is divided."""
        return self

    @property
    def stat(self):
        """Counts and sizes by kind, without the objects."""
        by = "Clodo" if self._by == "Id" else self._by
        rows = _explore.rows(_explore.partition(self._native, by))
        return Stat(_explore.header(by), rows)

    def diff(self, other):
        """What this set has more than another, by kind."""
        return self.stat - other.stat

    def dump(self, file, mode="a"):
        """Writes the statistics to a file, from which `hp.load` reads them."""
        self.stat.dump(file, mode)

    @property
    def er(self):
        """The relation by which the set is divided."""
        return Relation(self._by)

    def by(self, relation):
        """A copy of the set that is divided by another relation."""
        if isinstance(relation, FirstMatch):
            return MatchedSet(self._native, relation)
        name = relation.name if isinstance(relation, Relation) else relation
        if name not in RELATIONS:
            raise ValueError(f"by(): No such equivalence relation defined in heapy.Use: {'er_' + str(name)!r}")
        return self if name == self._by else IdentitySet(self._native, name)

    byclodo = property(lambda self: self.by("Clodo"), doc="Divided by class, dicts by that of their owner.")
    byid = property(lambda self: self.by("Id"), doc="Divided into single objects.")
    byidset = property(lambda self: self.by("Idset"), doc="Divided into sets of one object.")
    bymodule = property(lambda self: self.by("Module"), doc="Divided by module.")
    byrcs = property(lambda self: self.by("Rcs"), doc="Divided by the kinds of what refers to the objects.")
    bysize = property(lambda self: self.by("Size"), doc="Divided by size.")
    bytype = property(lambda self: self.by("Type"), doc="Divided by type.")
    byunity = property(lambda self: self.by("Unity"), doc="Not divided.")
    byvia = property(lambda self: self.by("Via"), doc="Divided by how the objects are referred to.")

    @property
    def byprod(self):
        """Divided by where the objects were made, which nobody records."""
        raise RuntimeError("Tracemalloc is not tracing. No producer profile available.")

    prod = byprod

    @property
    def kind(self):
        """The kinds of the objects."""
        by = "Idset" if self._by == "Id" else self._by
        return Kind([(self._by, value, is_dict) for value, is_dict in _explore.kinds(self._native, by)])

    # ---- the graph

    def _derive(self, function):
        return IdentitySet(function(self._native))

    referrers = property(lambda self: self._derive(_explore.referrers), doc="What refers to the objects.")
    referents = property(lambda self: self._derive(_explore.referents), doc="What the objects refer to.")
    dominos = property(lambda self: self._derive(_explore.dominos), doc="What would go with the objects.")
    imdom = property(lambda self: self._derive(_explore.imdom), doc="The immediate dominators.")
    owners = property(lambda self: self._derive(_explore.owners), doc="The objects whose dicts these are.")

    @property
    def domisize(self):
        """The bytes of what would go with the objects."""
        return self.dominos.size

    @property
    def pathsin(self):
        """The references to the objects."""
        paths = _explore.steps_in(self._native)
        return ShortestPaths(paths, IdentitySet, _explore.only_source(paths) and "Src")

    @property
    def pathsout(self):
        """The references from the objects."""
        paths = _explore.steps_out(self._native)
        return ShortestPaths(paths, IdentitySet, _explore.only_source(paths) and "Src")

    def get_shpaths(self, src=None, avoided=()):
        """The shortest paths to the objects, from others or from the root.

        avoided lists paths with levels whose steps are not gone.
        """

        def again(levels):
            return self.get_shpaths(src, [*avoided, *levels])

        if src is None:
            paths = _explore.shortest(None, self._native, list(avoided))
            return ShortestPaths(paths, _source, "Src" if avoided else "hp.Root", again)
        paths = _explore.shortest(_identity(src)._native, self._native, list(avoided))
        return ShortestPaths(paths, IdentitySet, _explore.only_source(paths) and "Src", again)

    shpaths = property(get_shpaths, doc="The shortest paths from the root.")
    sp = shpaths

    def get_rp(self, depth=7, er="Clodo"):
        """The pattern of references to the objects, to a depth."""
        from guppy.heapy.RefPat import ReferencePattern

        return ReferencePattern(self, depth, er.name if isinstance(er, Relation) else er)

    rp = property(get_rp, doc="The pattern of references to the objects.")

    @property
    def dictof(self):
        """The dicts that the objects have."""
        return self.referents & Kind([("Clodo", cls, True) for cls in self._classes()])

    def _classes(self):
        parts = self.bytype
        return [type(part.byid[0].theone) for part in parts.parts]

    @property
    def maprox(self):
        """Attributes of all the objects at once: `set.maprox.name` is the set of their values."""
        return MappingProxy(self)

    # ---- words

    @property
    def brief(self):
        """The set in a line."""
        return f"<{self._brief(78)}>" if self.count else "<Nothing>"

    def _brief(self, room):
        """Count, kind and as many objects as there is room for."""
        kinds = _explore.rows(_explore.partition(self._native, "Clodo"))
        count = self.count
        if len(kinds) > 1:
            words = " | ".join(sorted(row[2] for row in kinds))
            parts = sorted(self.byclodo.parts, key=lambda part: part.kind.brief)[:4]
            text = f"{count} ({words}): {' | '.join(part.brief for part in parts)}"
        else:
            text = f"{count} {kinds[0][2]}: "
            for index, words in enumerate(_explore.briefs(self._native, 20)):
                more = f", {words}" if index else words
                if index and len(text) + len(more) + 3 * (index + 1 < count) > room:
                    text += "..."
                    break
                text += more
        return text if len(text) <= room else text[: room - 3] + "..."

    def _page(self, start, all=False):
        if self._by == "Id":
            return _explore.listing_table(self._parts(), start, all)
        if self._by == "Idset":
            return _explore.idset_table(_explore.listing(self._native), start, all)
        return _explore.table(self._parts(), start, all, self._index, self._before)

    def __str__(self):
        return self._page(0) if self.count else "<Nothing>"

    __repr__ = __str__

    @property
    def more(self):
        """The next rows of the table."""
        length = len(self)
        text = lambda start: self._page(start) if start < length else ""
        return Pages(text, next_page(0, length), length, whole=self._whole)

    @property
    def all(self):
        """The table with all its rows."""
        return Pages(self._whole, 0, len(self))

    def _whole(self, start):
        return self._page(start, True)

    @property
    def doc(self):
        """What there is to ask of a set."""
        from guppy.heapy.Doc import SetDoc

        return SetDoc(type(self))


class MatchedSet(IdentitySet):
    """A set that is divided by the first kinds that its objects are of."""

    __slots__ = ("_relation",)

    def __init__(self, native, relation, index=0, before=0):
        super().__init__(native, relation.name, index, before)
        self._relation = relation

    def _parts(self):
        if self._partition is None:
            self._partition = self._relation.divide(self._native)
        return self._partition

    def __len__(self):
        return len(self._parts())

    def __getitem__(self, index):
        parts = self._parts()
        if isinstance(index, slice):
            found = _explore.iso()
            for part, _ in parts[index]:
                found = _explore.combine(found, part, "|")
            return MatchedSet(found, self._relation)
        if not -len(parts) <= index < len(parts):
            raise IndexError("Partition index out of range.")
        index %= len(parts)
        before = sum(_explore.size(part) for part, _ in parts[:index])
        return MatchedSet(parts[index][0], self._relation, self._index + index, self._before + before)

    def __and__(self, other):
        return IdentitySet(self._native) & other

    def by(self, relation):
        return self if relation == self._relation else IdentitySet(self._native).by(relation)

    @property
    def stat(self):
        """Counts and sizes by the first kinds, without the objects."""
        rows = [(_explore.count(part), _explore.size(part), match.brief) for part, match in self._parts()]
        return Stat(self._relation.header, rows)

    @property
    def er(self):
        """The relation by which the set is divided."""
        return self._relation

    @property
    def kind(self):
        """The kinds of the objects."""
        return Kind([(self._relation.name, match, False) for _, match in self._parts()])

    def _page(self, start, all=False):
        rows = self.stat.rows
        return _explore.rows_table(self._relation.header, rows, start, all, self._index, self._before)


class MappingProxy:
    """What attributes and items of all objects of a set are."""

    def __init__(self, of):
        self._of = of

    def _each(self):
        return [part.theone for part in self._of.byid.parts]

    def __getattr__(self, name):
        return IdentitySet(_explore.iso(*[getattr(o, name) for o in self._each()]))

    def __getitem__(self, key):
        return IdentitySet(_explore.iso(*[o[key] for o in self._each()]))


def _source(native):
    return RootState() if native is None else IdentitySet(native)


class RootState(UniSet):
    """What everything is reached from."""

    __slots__ = ()

    brief = "hp.Root"

    def __repr__(self):
        return "RootState"


def _as_set(o):
    """A set from what stands for one: a set, or a type for its instances."""
    if isinstance(o, UniSet):
        return o
    if isinstance(o, type):
        return Kind([("Type", o, False)])
    raise TypeError("Argument is not automatically convertible to a UniSet with correct _hiding_tag_.")


def _identity(o):
    o = _as_set(o)
    if not isinstance(o, IdentitySet):
        raise TypeError("a set of objects by identity is needed")
    return o


_explore.hide(sys.modules[__name__])
