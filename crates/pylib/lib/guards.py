"""Specialized codes behind guards, and what the interpreter's own guards do.

A function can be given other codes that it runs instead of its own while guards hold, as PEP 510
proposed. The interpreter's own optimisations stand behind guards too; which, how they are guarded and
what became of them can be asked and chosen here.
"""

import builtins as _builtins

import _guards
from _guards import (Specialization, at, combinations, explain, get_specialized, mutations, policies,
                     settings, time_in_tiers)

__all__ = ["Guard", "GuardArgType", "GuardBuiltins", "GuardCell", "GuardDict", "GuardFunc",
           "GuardGlobals", "GuardType", "GuardValue", "Specialization", "at", "combinations", "configure",
           "explain", "get_specialized", "guard_type_dict", "mutations", "policies", "policy", "record",
           "remove_specialized", "replace_consts", "settings", "specialize", "stats", "strategy",
           "time_in_tiers", "trace"]

# The builtins as they were: a builtin that was replaced before cannot be guarded.
_ORIGINAL = dict(vars(_builtins))


class Guard(_guards.Guard):
    """Base of guards. A subclass defines check(args, kwargs): 0 holds, 1 not this time, 2 never again."""

    __module__ = "guards"

    # How it is checked: when the function is called.
    strategy = "entry"


def _names(names):
    """Names given one by one, or as one sequence."""
    if len(names) == 1 and not isinstance(names[0], str):
        names = names[0]
    return tuple(names)


class GuardArgType(Guard):
    """The class of a positional argument is one of some; 1 if not."""

    def __init__(self, arg_index, arg_types):
        if isinstance(arg_types, type):
            arg_types = (arg_types,)
        self.arg_index = arg_index
        self.arg_types = list(arg_types)
        self._assume("arg", arg_index, self.arg_types)


class GuardDict(Guard):
    """Keys of a dict have the values that they have now; 2 if not."""

    def __init__(self, dict, *keys):
        self.dict = dict
        self.keys = _names(keys)
        self._assume("dict", dict, self.keys)


class GuardGlobals(Guard):
    """Names of the running module's globals have the values that they have now; 2 if not."""

    def __init__(self, *names):
        self.keys = _names(names)
        self._assume("globals", self.keys)


class GuardBuiltins(Guard):
    """Names mean the builtins of those names; 2 if not."""

    def __init__(self, *names):
        self.keys = _names(names)
        self._assume("builtins", self.keys, _ORIGINAL)


class GuardFunc(Guard):
    """A function has the code that it has now; 2 if not."""

    def __init__(self, func):
        self._assume("code", func)
        self.func = func
        self.code = func.__code__


class GuardType(Guard):
    """Attributes of a class, wherever in its MRO they stand, are what they are now; 2 if not."""

    def __init__(self, type, *attrs):
        self.type = type
        self.attrs = _names(attrs)
        self._assume("type", type, self.attrs)


class GuardCell(Guard):
    """A free variable of a function holds what it holds now; 2 if not."""

    def __init__(self, func, name):
        self.func = func
        self.name = name
        free = func.__code__.co_freevars
        if name not in free:
            raise ValueError(f"{func.__qualname__} has no free variable {name!r}; it has: {' '.join(free) or 'none'}")
        self._assume("cell", func.__closure__[free.index(name)])


class GuardValue(Guard):
    """What a callable gives is an object; 2 if not."""

    def __init__(self, get, expected):
        self.get = get
        self.expected = expected
        self._assume("value", get, expected)


def guard_type_dict(type, attrs):
    """A GuardDict on the dict of a class itself."""
    guard = GuardDict.__new__(GuardDict)
    guard.keys = tuple(attrs)
    guard.dict = type.__dict__
    guard._assume("type_dict", type, guard.keys)
    return guard


def specialize(func, code, guards, *, where="entry", on_fail=None):
    """Gives func another code behind guards; the Specialization, or None if a guard fails already.

    where: "entry" checks all guards on each call; "site" checks those again that only a mutation can break
    only after one. on_fail(specialization, guard, result) is called when a guard gives 1 or 2.
    """
    return _guards.specialize(func, code, guards, where, on_fail)


def remove_specialized(func, index=None):
    """Removes the specialized code at an index, or all of them."""
    _guards.remove_specialized(func, index)


def replace_consts(code, mapping):
    """A code object with constants replaced; a constant is one of the same class and value."""
    if not isinstance(code, type(replace_consts.__code__)):
        raise TypeError(f"a code object expected, not {type(code).__name__}")
    known = {(type(old), old): new for old, new in mapping.items()}

    def replaced(const):
        try:
            return known.get((type(const), const), const)
        except TypeError:
            return const

    return code.replace(co_consts=tuple(map(replaced, code.co_consts)))


def stats(func=None, *, reset=False):
    """Counters of all guards; for a function or code object, one dict for each site of its code."""
    if func is None:
        return _guards.totals()
    rows = _guards.sites(func)
    if reset:
        _guards.reset(func)
    return rows


class record:
    """Counts hits and causes of each site from now on: record(), record(False), or with record():"""

    def __init__(self, on=True):
        self._before = _guards.record(on)

    def __enter__(self):
        return self

    def __exit__(self, *_):
        _guards.record(self._before)


def configure(text):
    """Takes settings, spelled as in -X guards=..., for what is specialized from now on."""
    _guards.configure(text)


def strategy(optimisation=None, strategy=None):
    """The strategy of an optimisation, or of all as a dict; with a strategy: that is taken from now on."""
    chosen = {row[0]: settings()[row[0]] for row in combinations()}
    if optimisation is None:
        if strategy is not None:
            _guards.adjust(strategy)
            return globals()["strategy"]()
        return chosen
    if optimisation not in chosen:
        raise ValueError(f"unknown optimisation {optimisation!r}; known: {' '.join(chosen)}")
    if strategy is not None:
        _guards.adjust(f"{optimisation}:{strategy}")
        return settings()[optimisation]
    return chosen[optimisation]


def policy(name=None):
    """The back-off policy in force: a preset's name, or its spelling; with a name: that is taken from now on."""
    if name is not None:
        _guards.adjust(f"backoff={name}")
    return settings()["backoff"]


def trace(sink):
    """Sends events as JSON, one object a line, to a path, a file or a callable; None ends it."""
    if isinstance(sink, (str, bytes)) or hasattr(sink, "__fspath__"):
        sink = _guards.open_trace(sink)
    elif not (sink is None or callable(sink) or hasattr(sink, "write")):
        raise TypeError(f"a path, a file or a callable expected, not {type(sink).__name__}")
    return _guards.trace(sink)
