

# What 3.12 has, or has in another way than the file above.

# Control characters and the blank, which do not count at the beginning of a URL.
_IGNORED_AT_ENDS = "".join(map(chr, range(33)))


def _check_bracketed_host(host):
    """Whether a host in brackets is an address that has to stand in them; ValueError if it is not."""
    if host[:1] == "v":
        if re.fullmatch(r"v[0-9a-fA-F]+\..+", host) is None:
            raise ValueError("IPvFuture address is invalid")
        return
    import ipaddress
    if ipaddress.ip_address(host).version == 4:
        raise ValueError("An IPv4 address cannot be in brackets")


# The class that quotes was not meant to be seen.
_Quoter = Quoter
del Quoter


def __getattr__(name):
    if name != "Quoter":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    warnings.warn("Deprecated in 3.11. urllib.parse.Quoter will be removed in Python 3.14. "
                  "It was not intended to be a public API.", DeprecationWarning, stacklevel=2)
    return _Quoter
