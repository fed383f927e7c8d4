"""The interface to the explorer."""

import sys

import _explore
from guppy.heapy.Alternative import FirstMatch
from guppy.heapy.Classifiers import RELATIONS, EquivalenceRelation
from guppy.heapy.Part import load_all
from guppy.heapy.UniSet import ANYTHING, ROOT_STATE, IdentitySet, _as_set


# What Guppy has beyond what is here, and why it is not.
_ABSENT = {
    "Prod": "where objects were made is not recorded",
    "monitor": "a heap is explored from the program itself, or by 'theseus heap'",
    "pb": "there is no profile browser; Stat.dump and hp.load keep profiles",
    "test": "Guppy's own tests look into CPython",
}


class Use:
    """Top level interface to Heapy."""

    relations = RELATIONS

    def __init__(self):
        self._marked = False

    def heap(self):
        """The objects that the program can reach; after `setref`, those made since."""
        return IdentitySet(_explore.heap(self._marked))

    def iso(self, *objects):
        """The set of these objects."""
        return IdentitySet(_explore.iso(*objects))

    def idset(self, iterable):
        """The set of the objects of an iterable."""
        return IdentitySet(_explore.iso(*list(iterable)))

    def setref(self):
        """Makes now the reference point: later `heap()` shows only what is made after it."""
        _explore.mark()
        self._marked = True

    setrelheap = setref

    def heapu(self, stat=True):
        """Statistics of objects that are alive and cannot be reached."""
        unreachable = IdentitySet(_explore.unreachable(self._marked))
        return unreachable.stat if stat else unreachable

    def load(self, file):
        """The first statistics of a file that `dump` has written."""
        return next(load_all(file))

    def loadall(self, file):
        """All statistics of a file."""
        return load_all(file)

    def findex(self, *kinds):
        """The relation that divides objects by the first of some kinds that they are of."""
        return FirstMatch([_as_set(kind) for kind in kinds])

    @property
    def Nothing(self):
        """The empty set."""
        return IdentitySet(_explore.iso())

    @property
    def Anything(self):
        """The kind of all objects."""
        return ANYTHING

    @property
    def Root(self):
        """What everything is reached from."""
        return ROOT_STATE

    @property
    def doc(self):
        """What there is to ask of the interface."""
        from guppy.heapy.Doc import UseDoc

        return UseDoc(type(self))

    def __getattr__(self, name):
        if name in RELATIONS:
            return EquivalenceRelation(name)
        if name in _ABSENT:
            raise AttributeError(f"Theseus has no hp.{name}: {_ABSENT[name]}")
        raise AttributeError(f"Module {__name__!r} or its _GLUECLAMP_ has no attribute {name!r}")

    def __repr__(self):
        return "Top level interface to Heapy.\nUse eg: hp.doc for more info on hp."


class Parts:
    """The parts of the package as attributes, as Guppy's root gives them."""

    def __getattr__(self, name):
        if name == "hpy":
            return Use
        raise AttributeError(name)


_explore.hide(sys.modules[__name__])
