"""The lines that a trace function sees in `except*`."""

import sys


def lines(function):
    first, seen = function.__code__.co_firstlineno, []

    def trace(frame, event, arg):
        if frame.f_code is function.__code__:
            seen.append((frame.f_lineno - first, event))
        return trace
    sys.settrace(trace)
    try:
        function()
    except BaseException as e:
        seen.append(type(e).__name__)
    finally:
        sys.settrace(None)
    print(function.__name__, seen)


def not_taken():
    try:
        try:
            raise Exception
        except* OSError:
            x = 1
    except:
        x = 2
    else:
        x = 3


def named():
    try:
        raise ValueError
    except* OSError as e:
        x = 1
    except* ValueError as e:
        x = 2
    x = 3


def nothing_raised():
    try:
        x = 1
    except* OSError:
        x = 2
    else:
        x = 3
    finally:
        x = 4


for f in (not_taken, named, nothing_raised):
    lines(f)
