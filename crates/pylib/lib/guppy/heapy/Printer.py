"""What is printed a page at a time."""

import sys

import _explore


def next_page(start, length, step=10):
    """Where the page after the one at `start` begins: one more row is shown if it is the last."""
    return length if length - start <= step + 1 else start + step


class Pages:
    """Text from a row on; `more` is the text after it, `all` the whole."""

    def __init__(self, text, start, length, page=next_page, whole=None):
        self._text = text
        self._start = start
        self._length = length
        self._page = page
        self._whole = whole

    def __str__(self):
        return self._text(self._start)

    __repr__ = __str__

    @property
    def more(self):
        start = self._page(self._start, self._length)
        return Pages(self._text, start, self._length, self._page, self._whole)

    @property
    def all(self):
        return self if self._whole is None else Pages(self._whole, 0, self._length)


_explore.hide(sys.modules[__name__])
