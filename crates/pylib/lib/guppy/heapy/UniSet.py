"""Sets: of objects by identity, and of all objects of a kind."""

import builtins
import sys

import _explore
from guppy.heapy import Algebra
from guppy.heapy.Alternative import Alternative, FirstMatch, Match, alternative
from guppy.heapy.Classifiers import EquivalenceRelation, ReferredBy, named
from guppy.heapy.Family import family, render
from guppy.heapy.Part import Stat
from guppy.heapy.Path import ShortestPaths
from guppy.heapy.Printer import Pages, next_page


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

    @property
    def biper(self):
        """The relation that tells what is in the set from what is not."""
        return FirstMatch([self])

    @property
    def doc(self):
        """What there is to ask of a set."""
        from guppy.heapy.Doc import SetDoc

        return SetDoc(type(self))


class Kind(UniSet):
    """All objects of some kinds: a sum of products, as in `Algebra`."""

    __slots__ = ("terms",)

    def __init__(self, terms):
        self.terms = terms

    @staticmethod
    def of(relation, value, is_dict=False):
        """What has a value of one relation."""
        # Of a class, as it is not a dict, both relations say the same.
        relation = "Type" if relation == "Clodo" and not is_dict else relation
        return Kind([(((relation, value, is_dict), True),)])

    @property
    def part(self):
        """The only part of the kind; None of others."""
        if len(self.terms) == 1 and len(self.terms[0]) == 1 and self.terms[0][0][1]:
            return self.terms[0][0][0]
        return None

    def _select(self, native):
        found = _explore.iso()
        for term in self.terms:
            rest = native
            for part, meant in term:
                chosen = _select_part(part, rest)
                rest = chosen if meant else _explore.combine(rest, chosen, "-")
            found = _explore.combine(found, rest, "|")
        return found

    @property
    def dictof(self):
        """The dicts of objects of these kinds."""
        part = self.part
        if part and part[0] == "Type" and isinstance(part[1], (type, Alternative)):
            return Kind.of("Clodo", part[1], True)
        return Kind.of("Dicts", Dicts(self), True)

    @property
    def arg(self):
        """What the kind is told by: a type, a size; of several kinds these."""
        if self.part is None:
            terms = self.terms if len(self.terms) > 1 else [(literal,) for literal in self.terms[0]]
            return tuple(Kind([term]) for term in terms)
        relation, value, is_dict = self.part
        if isinstance(value, Dicts):
            return value.owners
        if is_dict and value is not None:
            return Kind.of("Type", value)
        return sys.modules[value] if relation == "Module" else value

    @property
    def fam(self):
        """The family that the kind is of."""
        if self.part:
            return family(self.part[0])
        if len(self.terms) > 1:
            return family("or")
        return family("and" if len(self.terms[0]) > 1 else "not")

    def get_ckc(self):
        """What tells the kind: a relation, a value, and how objects compare with it."""
        if self.part is None:
            raise ValueError("a kind of several parts is not told by one value")
        relation, value, is_dict = self.part
        relation = EquivalenceRelation("Clodo" if is_dict else relation)
        if isinstance(value, Alternative):
            return relation, value.value, value.symbol
        return relation, self.arg, "=="

    def get_render(self):
        """The function that gives objects of the kind in words."""
        return render

    def alt(self, symbol):
        """The kind that compares so with this one: smaller sizes for '<', subtypes for '<='."""
        if self.part is None:
            raise ValueError("No alternative set for a kind of several parts.")
        return Kind.of(*alternative(self.part, symbol))

    # ---- algebra

    def _with(self, other, combined):
        """What a function of terms gives for this kind and what stands for another set."""
        return _of_terms(combined(self.terms, _terms(_as_set(other))))

    def __invert__(self):
        return _of_terms(Algebra.complement(self.terms))

    def __and__(self, other):
        other = _as_set(other)
        return other & self if isinstance(other, IdentitySet) else self._with(other, Algebra.product)

    def __rand__(self, other):
        return self & other

    def __or__(self, other):
        return self._with(_without(other, self), Algebra.union)

    def __ror__(self, other):
        return self | other

    def __sub__(self, other):
        return self._with(other, lambda a, b: Algebra.product(a, Algebra.complement(b)))

    def __rsub__(self, other):
        return _as_set(other) - self

    def __xor__(self, other):
        other = _as_set(other)
        return (self - other) | (other - self)

    __rxor__ = __xor__

    def __contains__(self, o):
        return _explore.count(self._select(_explore.iso(o))) == 1

    def disjoint(self, other):
        """Whether there is no object in both."""
        return not self & other

    def __eq__(self, other):
        other = _as_set(other)
        return isinstance(other, Kind) and self <= other and other <= self

    def __ne__(self, other):
        return not self == other

    def __le__(self, other):
        return Algebra.is_within(self.terms, _terms(_as_set(other)))

    def __lt__(self, other):
        return self <= other and not self == other

    def __ge__(self, other):
        return _as_set(other) <= self

    def __gt__(self, other):
        return _as_set(other) < self

    def __hash__(self):
        return hash(len(self.terms))

    # ---- words

    def _text(self, literal, ends):
        """The kind in words, with those for a literal, and what stands round a product."""
        terms = []
        for term in self.terms:
            words = " & ".join(map(literal, term))
            terms.append(ends.format(words) if len(term) > 1 else words)
        return terms[0] if len(terms) == 1 else f"({' | '.join(sorted(terms))})"

    @property
    def brief(self):
        # Guppy closes one more parenthesis than it opens.
        return "~<Nothing>" if self.terms == Algebra.ALL else self._text(_literal_words, "({}))")

    def __str__(self):
        return self.brief

    def __repr__(self):
        return "~hp.Nothing" if self.terms == Algebra.ALL else self._text(_literal_code, "({})")


def product_of(a, b):
    """What is of two kinds, in the order of the relations that they are told by."""
    return Kind([x + y for x in _terms(a) for y in _terms(b)])


def _sum(kinds):
    """What is of one of some kinds."""
    terms = []
    for kind in kinds:
        terms = Algebra.union(terms, _terms(kind))
    return _of_terms(terms)


def _of_terms(terms):
    return Kind(terms) if terms else IdentitySet(_explore.iso())


def _terms(o):
    """A set as a sum of products."""
    if isinstance(o, Kind):
        return o.terms
    return [((("Set", o, False), True),)] if o.count else []


def _without(other, kind):
    """What stands for a set; one of objects by identity without those of a kind."""
    other = _as_set(other)
    return other - kind if isinstance(other, IdentitySet) else other


def _select_part(part, native):
    """The objects of a native set that have a part."""
    relation, value, is_dict = part
    if isinstance(value, EquivalenceRelation):
        raise TypeError(f"{value!r} tells kinds, and is none: which objects are meant?")
    if isinstance(value, IdentitySet):
        return _explore.combine(native, value._native, "&")
    if isinstance(value, _RULES):
        return value.select(native)
    return _explore.select(native, "Idset" if relation == "Id" else relation, value, is_dict)


def _words(part):
    relation, value, is_dict = part
    if isinstance(value, (*_RULES, IdentitySet, EquivalenceRelation)):
        return value.brief
    if is_dict:
        return "dict (no owner)" if value is None else "dict of " + _explore.type_name(value)
    if isinstance(value, type):
        return _explore.type_name(value)
    return _FORMS.get(relation, "{}").format(value)


def _literal_words(literal):
    part, meant = literal
    words = _words(part)
    if meant:
        return words
    return f"~({words})" if words.startswith("dict ") else "~" + words


def _code(part):
    relation, value, is_dict = part
    if relation == "Unity":
        return "hp.Anything"
    if isinstance(value, Alternative):
        return value.code(repr(Kind.of(relation, value.value))) + (".dictof" if is_dict else "")
    if isinstance(value, (Match, Dicts, ReferredBy)):
        return value.code(None)
    if isinstance(value, (IdentitySet, EquivalenceRelation)):
        return repr(value)
    if value is None:
        return "hp.Nothing.dictof"
    if isinstance(value, type):
        name = f"<type {value.__module__}.{value.__name__} at {id(value):#x}>"
        return f"hp.Type({name!r})" + (".dictof" if is_dict else "")
    if relation == "Via":
        return f"hp.Via({value})"
    return f"hp.Id({value:#x})" if relation == "Id" else f"hp.{relation}({value!r})"


def _literal_code(literal):
    part, meant = literal
    return _code(part) if meant else "~" + _code(part)


def _dicts_of(owners):
    """The dicts that the objects of a set have, as a native set."""
    referents, found = _explore.referents(owners.nodes), _explore.iso()
    for cls, _ in _explore.kinds(owners.nodes, "Type"):
        found = _explore.combine(found, _explore.select(referents, "Clodo", cls, True), "|")
    return found


class Dicts:
    """The dicts of the objects of a kind."""

    def __init__(self, owners):
        self.owners = owners

    def __eq__(self, other):
        return isinstance(other, Dicts) and self.owners == other.owners

    def __hash__(self):
        return hash(self.owners)

    def select(self, native):
        """Those dicts of a native set whose owners have the kind."""
        owners = IdentitySet(_explore.owners(native)) & self.owners
        return _explore.combine(native, _dicts_of(owners), "&")

    @property
    def brief(self):
        return "dict of " + self.owners.brief

    def code(self, base):
        words = repr(self.owners)
        return (f"({words})" if words.startswith("~") else words) + ".dictof"


# What stands in the place of a value and chooses objects by itself.
_RULES = (Alternative, Match, Dicts, ReferredBy)

# All objects.
ANYTHING = Kind.of("Unity", "<Anything>")


class IdentitySet(UniSet):
    """A set of objects by identity, shown divided by a relation.

    A part of a partition remembers at which row it stood, and how many bytes were before it.
    """

    __slots__ = ("_native", "_by", "_index", "_before", "_partition")

    def __new__(cls, native, *place):
        if cls is IdentitySet:
            cls = IdentitySetSingleton if _explore.count(native) == 1 else IdentitySetMulti
        return super().__new__(cls)

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
    def fam(self):
        """The family of sets of objects by identity."""
        return family("Set")

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
        other = _as_set(other)
        return other | self if isinstance(other, Kind) else self._combine(other, "|")

    __ror__ = __or__

    def __and__(self, other):
        other = _as_set(other)
        if isinstance(other, Kind):
            return IdentitySet(other._select(self._native))
        return self._combine(other, "&")

    __rand__ = __and__

    def __sub__(self, other):
        other = _as_set(other)
        if isinstance(other, Kind):
            other = IdentitySet(other._select(self._native))
        return self._combine(other, "-")

    def __rsub__(self, other):
        return _as_set(other) - self

    def __xor__(self, other):
        other = _as_set(other)
        return other ^ self if isinstance(other, Kind) else self._combine(other, "^")

    __rxor__ = __xor__

    def __invert__(self):
        return _of_terms(Algebra.complement(_terms(self)))

    def __le__(self, other):
        other = _as_set(other)
        if isinstance(other, Kind):
            return _explore.count(other._select(self._native)) == self.count
        return _explore.is_subset(self._native, other._native)

    def __lt__(self, other):
        return self <= other and not self == other

    def __ge__(self, other):
        return _as_set(other) <= self

    def __gt__(self, other):
        return _as_set(other) < self

    def __eq__(self, other):
        other = _as_set(other)
        return isinstance(other, IdentitySet) and self <= other and other <= self

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
        return EquivalenceRelation(self._by)

    def by(self, relation):
        """A copy of the set that is divided by another relation."""
        if isinstance(relation, str):
            relation = named(relation)
        if not isinstance(relation, (EquivalenceRelation, FirstMatch)):
            raise TypeError("by(): Equivalence relation or string expected.")
        if hasattr(relation, "divide"):
            return MatchedSet(self._native, relation)
        name = relation.name
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
        parts = _explore.kinds(self._native, by)
        return _sum(Kind.of(self._by, value, is_dict) for value, is_dict in parts)

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

        return ReferencePattern(self, depth, er.name if isinstance(er, EquivalenceRelation) else er)

    rp = property(get_rp, doc="The pattern of references to the objects.")

    @property
    def dictof(self):
        """The dicts that the objects have."""
        return IdentitySet(_dicts_of(self))

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

    def __repr__(self):
        return str(self) if self.count else "hp.Nothing"

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


class IdentitySetSingleton(IdentitySet):
    """A set of one object."""

    __slots__ = ()


class IdentitySetMulti(IdentitySet):
    """A set of no object, or of several."""

    __slots__ = ()


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
        return _sum(match.kind for _, match in self._parts())

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
    return RootSource() if native is None else IdentitySet(native)


class RootStateType:
    """What everything is reached from; its attributes are what paths begin with."""

    __slots__ = ()

    def __getattr__(self, name):
        if name in _ROOTS:
            return _ROOTS[name]
        raise AttributeError(f"root state has no attribute {name!r}")

    def __dir__(self):
        return sorted(_ROOTS)

    def __repr__(self):
        return "RootState"


# The roots that programs reach by other ways.
_ROOTS = {"i0_modules": sys.modules, "i0_builtins": builtins.__dict__, "i0_sysdict": sys.__dict__}

ROOT_STATE = RootStateType()


class RootSource(UniSet):
    """The root as what paths begin at."""

    __slots__ = ()

    brief = "hp.Root"

    def __repr__(self):
        return "RootState"


def _as_set(o):
    """A set from what stands for one: a set, a type for its instances, a relation that is yet to be told a value."""
    if isinstance(o, UniSet):
        return o
    if isinstance(o, EquivalenceRelation):
        return Kind.of("Relation", o)
    if isinstance(o, type):
        return Kind.of("Type", o)
    raise TypeError("Argument is not automatically convertible to a UniSet with correct _hiding_tag_.")


def _identity(o):
    o = _as_set(o)
    if not isinstance(o, IdentitySet):
        raise TypeError("a set of objects by identity is needed")
    return o


_explore.hide(sys.modules[__name__])
