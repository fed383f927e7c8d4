

# What 3.12 has and the file above lacks.

def get_original_bases(cls, /):
    """Return the bases as they stand in the class statement, before `__mro_entries__`."""
    try:
        return cls.__dict__.get("__orig_bases__", cls.__bases__)
    except AttributeError:
        got = type(cls).__name__
        raise TypeError(f"Expected an instance of type, not {got!r}") from None


__all__.insert(__all__.index("prepare_class") + 1, "get_original_bases")
