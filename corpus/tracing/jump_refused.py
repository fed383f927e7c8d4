"""Jumps that a trace function cannot ask for."""

import sys


def run(function, event, start, end):
    def trace(frame, what, arg):
        if frame.f_code is function.__code__ and what == event:
            first = function.__code__.co_firstlineno
            if frame.f_lineno == first + start:
                frame.f_lineno = end if isinstance(end, str) else first + end
        return trace
    sys.settrace(trace)
    try:
        function()
    except BaseException as e:
        print(function.__name__, event, type(e).__name__, e)
    else:
        print(function.__name__, event, "fine")
    finally:
        sys.settrace(None)


def into_loop():
    x = 1
    for i in range(2):
        x = 2


def into_handler():
    x = 1
    try:
        x = 2
    except Exception:
        x = 3


def into_with():
    x = 1
    with open(__file__):
        x = 2


def plain():
    x = 1
    return x


run(into_loop, "line", 1, 3)
run(into_handler, "line", 1, 5)
run(into_with, "line", 1, 3)
run(plain, "line", 1, -5)
run(plain, "line", 1, "two")
run(plain, "call", 0, 2)
run(plain, "return", 2, 1)
frame = sys._getframe()
for value in (3, "a", None):
    try:
        frame.f_lineno = value
    except ValueError as e:
        print(e)
try:
    del frame.f_lineno
except AttributeError as e:
    print(e)
