"""A heap explorer with the names and tables of Guppy's Heapy, over native walks of the heap."""

import _explore

__all__ = ("hpy", "Root")


def hpy(ht=None):
    """The interface to the explorer.

    .heap()       what the program can reach
    .iso(obj...)  the set of these objects
    """
    from guppy.heapy.Use import Use

    return Use()


def Root():
    """What gives parts of the package by name."""
    from guppy.heapy.Use import Parts

    return Parts()


_explore.hide(__import__(__name__))
