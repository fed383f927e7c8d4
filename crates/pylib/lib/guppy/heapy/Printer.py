"""What is printed a page at a time."""

import sys

import _explore


class Pages:
    """Text from a row on; `more` is the text after it."""

    def __init__(self, text, start, step=10):
        self._text = text
        self._start = start
        self._step = step

    def __str__(self):
        return self._text(self._start)

    __repr__ = __str__

    @property
    def more(self):
        return Pages(self._text, self._start + self._step, self._step)


_explore.hide(sys.modules[__name__])
