"""A package."""
print("pack runs", __name__, __package__, __spec__.name, __spec__.parent, len(__path__))
value = 1
__all__ = ["value", "late"]
