"""Where foreign libraries would be: nowhere, for they are not loaded."""


def find_library(name):
    """The file of a library; None, since none is loaded."""
    return None
