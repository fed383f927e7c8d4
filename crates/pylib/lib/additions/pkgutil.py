

# What 3.12 has and the file above lacks.

def _deprecated(name):
    import warnings
    text = f"{name!r} is deprecated and slated for removal in Python 3.14; use importlib.util.find_spec() instead"
    warnings.warn(text, DeprecationWarning, stacklevel=3)


def find_loader(fullname):
    """The loader of a module that can be imported, else None."""
    _deprecated("pkgutil.find_loader")
    if fullname.startswith("."):
        raise ImportError(f"Relative module name {fullname!r} not supported")
    try:
        spec = importlib.util.find_spec(fullname)
    except (ImportError, AttributeError, TypeError, ValueError) as problem:
        kind = type(problem)
        raise ImportError(f"Error while finding loader for {fullname!r} ({kind}: {problem})") from problem
    return None if spec is None else spec.loader


def get_loader(module_or_name):
    """The loader of a module, or of what has this name; None if there is none."""
    import types
    _deprecated("pkgutil.get_loader")
    name = module_or_name
    module = sys.modules.get(name, name) if isinstance(name, str) else name
    if module is None:
        return None
    if isinstance(module, types.ModuleType):
        loader = getattr(module, "__loader__", None)
        if loader is not None:
            return loader
        if getattr(module, "__spec__", None) is None:
            return None
        name = module.__name__
    return find_loader(name)


__all__ += ["find_loader", "get_loader"]
