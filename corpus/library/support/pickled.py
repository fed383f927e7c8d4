"""What is pickled: classes with and without methods for it."""

import re


def show(*values, **options):
    """As print, without addresses."""
    print(*[re.sub(r" at 0x[0-9a-f]+| id='\d+'", "", str(value)) for value in values], **options)


def t(f, *a):
    """Shows what a call gives, or how it fails."""
    try:
        show(f(*a))
    except Exception as e:
        show(type(e).__module__, type(e).__name__, e)


class A:
    def __init__(self):
        self.x = 1

    def __eq__(self, o):
        return self.__dict__ == o.__dict__


class B:
    def __getstate__(self):
        return {"s": 1}

    def __setstate__(self, s):
        self.got = s


class C:
    def __reduce__(self):
        return (C, (), {"k": 2}, None)


class L(list):
    pass


class Bad:
    def __reduce__(self):
        return 5


class Bad2:
    def __reduce__(self):
        return (1, 2)


class Bad3:
    def __reduce__(self):
        return (list,)


class Slot:
    __slots__ = ("a", "b")
