"""What only Theseus has: objects replaced for everybody who refers to them, pools that can be broken
and mended, the layout of objects, and pictures of the heap.

What there is, is imported when it is first asked for.
"""

# Modules, and the names that each gives. A name that stands for a whole module is given by
# that module under its own name.
_NATIVE = {
    "_layout": ("layout",),
    "_pools": ("pools",),
    "_replace": (
        "Plan",
        "ReplaceError",
        "Report",
        "plan",
        "referrers",
        "replace",
        "replace_many",
        "replaced",
        "swap",
    ),
    "_theseus_heap": ("graph", "growth", "path_to_root", "show_growth"),
}

_HOME = {name: module for module, names in _NATIVE.items() for name in names}

__all__ = sorted(_HOME)


def __getattr__(name):
    home = _HOME.get(name)
    if home is None:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    value = getattr(__import__(home), name)
    globals()[name] = value
    return value


def __dir__():
    return sorted({*globals(), *_HOME})
