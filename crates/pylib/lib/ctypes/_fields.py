"""The fields of structures: where they lie, and how their values are read and written."""

from operator import index
from sys import byteorder


class Field:
    """A field of a structure."""

    def __init__(self, name, type, offset):
        self.name = name
        self.type = type
        self.offset = offset
        self.size = type._size_

    def __get__(self, owner, cls=None):
        if owner is None:
            return self
        return self.type._get(owner._place, self.offset, owner)

    def __set__(self, owner, value):
        kept = self.type._put(owner._place, self.offset, value)
        if kept is not None:
            owner._objects = {**(owner._objects or {}), self.offset: kept}

    def __repr__(self):
        return f"<Field type={self.type.__name__}, ofs={self.offset}, size={self.size}>"


class BitField:
    """A field that is some bits, from `shift` on, of an integer it shares with others."""

    def __init__(self, name, type, offset, shift, bits):
        self.name = name
        self.type = type
        self.offset = offset
        self.shift = shift
        self.bits = bits
        self.size = bits << 16 | shift

    def _whole(self, owner):
        return self.type._get(owner._place, self.offset, owner)

    def __get__(self, owner, cls=None):
        if owner is None:
            return self
        value = self._whole(owner) >> self.shift & (1 << self.bits) - 1
        if self.type._signed_ and value >> self.bits - 1:
            value -= 1 << self.bits
        return value

    def __set__(self, owner, value):
        mask = (1 << self.bits) - 1
        others = self._whole(owner) & ~(mask << self.shift)
        self.type._put(owner._place, self.offset, others | (index(value) & mask) << self.shift)

    def __repr__(self):
        return f"<Field type={self.type.__name__}, ofs={self.offset}:{self.shift}, bits={self.bits}>"


_swapped = {}
_SUFFIX = "_be" if byteorder == "little" else "_le"


def swapped(type):
    """The type with the bytes of its numbers in the other order."""
    if hasattr(type, "_length_"):
        return swapped(type._type_) * type._length_
    if not hasattr(type, "_encode") or type._type_ in "zZPO":
        if getattr(type, "_swap_", False):
            return type
        raise TypeError(f"This type does not support other endian: {type}")
    if type._size_ == 1:
        return type
    made = _swapped.get(type)
    if made is None:
        def encode(value):
            data, kept = type._encode(value)
            return data[::-1], kept

        def decode(data):
            return type._decode(bytes(data)[::-1])

        namespace = {"_encode": staticmethod(encode), "_decode": staticmethod(decode), "_plain_": True}
        made = _swapped[type] = type.__class__(type.__name__ + _SUFFIX, (type,), namespace)
    return made


def checked(fields):
    """The triples name, type, number of bits (or None) of `_fields_`."""
    if not isinstance(fields, (list, tuple)):
        raise TypeError("'_fields_' must be a sequence of pairs")
    for number, field in enumerate(fields):
        if not isinstance(field, tuple) or not 2 <= len(field) <= 3 or not isinstance(field[0], str):
            raise TypeError("'_fields_' must be a sequence of (name, C type) pairs")
        name, type, *bits = field
        if not hasattr(type, "_align_"):
            raise TypeError(f"second item in _fields_ tuple (index {number}) must be a C type")
        if bits and (not hasattr(type, "_signed_") or type._type_ in "fd"):
            raise TypeError(f"bit fields not allowed for type {type.__name__}")
        if bits and not 0 < bits[0] <= type._size_ * 8:
            raise ValueError("number of bits invalid for bit field")
        yield name, type, bits[0] if bits else None


def placed(fields, end, limit, together):
    """Each field with its alignment; `end` is where the fields before end, `limit` the largest step."""
    # Behind the bits of a field, where those of the next may go on.
    behind = None
    for name, type, bits in fields:
        step = min(type._align_, limit)
        aligned = 0 if together else -(-end // step) * step
        if bits is None:
            behind = None
            offset = aligned
            yield Field(name, type, offset), step
        else:
            width = type._size_ * 8
            start = aligned * 8 if behind is None or together else behind
            if start % width + bits > width:
                start = -(-start // width) * width
            offset = start // width * type._size_
            behind = start + bits
            yield BitField(name, type, offset, start % width, bits), step
        end = max(end, offset + type._size_)
