

# As in 3.12, where the number of substitutions or splits may be given by position.

def sub(pattern, repl, string, count=0, flags=0):
    """The string with the leftmost non-overlapping matches of the pattern replaced.

    repl is a template, whose backslash escapes are processed, or a callable that is given the
    match and returns what takes its place."""
    return _compile(pattern, flags).sub(repl, string, count)


def subn(pattern, repl, string, count=0, flags=0):
    """Like sub(), but a tuple: the new string and the number of substitutions made."""
    return _compile(pattern, flags).subn(repl, string, count)


def split(pattern, string, maxsplit=0, flags=0):
    """The parts of the string between the matches of the pattern, as a list.

    The texts of capturing groups go into the list too. If maxsplit is not zero, at most that many
    splits are made, and the rest of the string is the last item."""
    return _compile(pattern, flags).split(string, maxsplit)


def template(pattern, flags=0):
    """Deprecated: like compile(), with a flag that nothing looks at."""
    import warnings
    warnings.warn("The re.template() function is deprecated "
                  "as it is an undocumented function "
                  "without an obvious purpose. "
                  "Use re.compile() instead.",
                  DeprecationWarning)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        return _compile(pattern, flags | RegexFlag.TEMPLATE)
