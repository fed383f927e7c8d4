"""A sequence is repeated only after the other operand's own `*` was asked."""

import array
import collections


class Times:
    def __index__(self):
        return 2

    def __rmul__(self, other):
        print("asked", end=" ")
        return "product"

    def __radd__(self, other):
        return "sum"


class Number(int):
    def __rmul__(self, other):
        return "number"


class Left:
    def __index__(self):
        return 2

    def __mul__(self, other):
        print("left asked", end=" ")
        return NotImplemented


for sequence in "a", b"a", bytearray(b"a"), [1], (1,), collections.deque([1]), array.array("i", [1]):
    print(sequence * Times(), sequence * Number(2), Number(2) * sequence)
    print(Left() * sequence)
    copy = sequence
    copy *= Times()
    print(copy)
    try:
        print(sequence + Times())
    except TypeError as e:
        print(e)
