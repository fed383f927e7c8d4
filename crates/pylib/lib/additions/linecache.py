

def _embedded_lines(filename):
    """The lines of a file of the embedded library, or None."""
    import _imp
    source = _imp.library_source(filename)
    return None if source is None else source.decode("utf-8", "replace").splitlines(True)
