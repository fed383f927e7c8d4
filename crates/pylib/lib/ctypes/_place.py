"""Where the values of ctypes objects lie: at an address in the heap, or in a buffer."""

import _ctypes_sandbox as _memory


class Place:
    """Bytes at an address. What is kept stays alive as long as the place."""

    __slots__ = ("address", "keep")

    def __init__(self, address, keep=None):
        self.address = address
        self.keep = keep

    def read(self, offset, size):
        return _memory.read(self.address + offset, size)

    def write(self, offset, data):
        _memory.write(self.address + offset, data)

    def part(self, offset):
        return Place(self.address + offset, self)


class View:
    """Bytes of a writable buffer, such as a bytearray or mapped memory.

    They have no address that could be read: a number stands for it, far from those of objects.
    """

    __slots__ = ("view", "start", "base")

    _free = 1 << 62

    def __init__(self, view, start=0, base=None):
        if base is None:
            base = View._free
            View._free += -(-len(view) // 16) * 16 + 16
        self.view = view
        self.start = start
        self.base = base

    @property
    def address(self):
        return ViewAddress(self)

    def read(self, offset, size):
        return self.view[self.start + offset:self.start + offset + size]

    def write(self, offset, data):
        self.view[self.start + offset:self.start + offset + len(data)] = data

    def part(self, offset):
        return View(self.view, self.start + offset, self.base)


class ViewAddress(int):
    """The number for a place in a buffer, which still knows the place."""

    def __new__(cls, place):
        self = int.__new__(cls, place.base + place.start)
        self.place = place
        return self


def allocated(size):
    # The memory of a ctypes object is the data of a bytes object that nobody else sees.
    buffer = _memory.allocate(size)
    return Place(_memory.data_address(buffer), buffer)
