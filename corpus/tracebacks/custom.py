# [exits] Exceptions with own str, empty str, multi-line str.
class Empty(Exception):
    pass


class Multi(Exception):
    def __str__(self):
        return "line one\nline two"


class Broken(Exception):
    def __str__(self):
        raise RuntimeError("no text")


try:
    try:
        raise Empty()
    except Empty:
        raise Multi()
except Multi:
    raise Broken("x")
