

# What 3.12 has and the file above lacks.

def _loader(name, caller):
    import warnings
    text = "%s is deprecated and slated for removal in Python 3.14; use importlib.util.find_spec() instead"
    warnings.warn(text % f"{caller!r}", DeprecationWarning, stacklevel=3)
    try:
        spec = importlib.util.find_spec(name)
    except (ImportError, AttributeError, TypeError, ValueError) as problem:
        kind = type(problem)
        raise ImportError(f"Error while finding loader for {name!r} ({kind}: {problem})") from problem
    return None if spec is None else spec.loader


def find_loader(fullname):
    """The loader of a module that can be imported, else None."""
    return _loader(fullname, "pkgutil.find_loader")


def get_loader(module_or_name):
    """The loader of a module, or of what has this name; None if there is none."""
    import types
    name = module_or_name
    if sys.modules.get(name, name) is None:
        return None
    module = sys.modules.get(name, name)
    if isinstance(module, types.ModuleType):
        loader = getattr(module, "__loader__", None)
        if loader is not None:
            return loader
        if getattr(module, "__spec__", None) is None:
            return None
        name = module.__name__
    return _loader(name, "pkgutil.get_loader")


__all__ += ["find_loader", "get_loader"]
