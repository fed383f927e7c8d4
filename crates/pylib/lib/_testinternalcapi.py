"""What CPython's tests ask of the interpreter's inside, as far as Theseus has it."""

import sys


def get_recursion_depth():
    """The number of Python frames on the stack, without that of this function."""
    frame = sys._getframe(1)
    depth = 0
    while frame is not None:
        depth += 1
        frame = frame.f_back
    return depth


def get_config():
    """The settings that tests look at: every instruction keeps its columns."""
    return {"code_debug_ranges": 1}
