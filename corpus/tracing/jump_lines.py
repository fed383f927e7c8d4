"""A trace function lets its frame go on at another line."""

import sys


class Jump:
    """Jumps once from one line to another, counted from the `def`."""

    def __init__(self, function, start, end):
        self.code, self.start, self.end, self.done = function.__code__, start, end, False

    def __call__(self, frame, event, arg):
        if frame.f_code is self.code:
            first = self.code.co_firstlineno
            if event == "line" and not self.done and frame.f_lineno == first + self.start:
                self.done = True
                frame.f_lineno = first + self.end
        return self


def run(function, start, end):
    seen = []
    sys.settrace(Jump(function, start, end))
    try:
        function(seen)
    except Exception as e:
        seen.append(repr(e))
    finally:
        sys.settrace(None)
    print(function.__name__, seen)


def forwards(seen):
    seen.append(1)
    seen.append(2)
    seen.append(3)


def backwards(seen):
    seen.append(1)
    seen.append(2)
    if len(seen) > 5:
        return
    seen.append(4)


def out_of_loop(seen):
    for i in [1, 2]:
        for j in [3, 4]:
            seen.append((i, j))
    seen.append("out")


def out_of_with(seen):
    class Manager:
        def __enter__(self): seen.append("enter")
        def __exit__(self, *args): seen.append("exit")
    with Manager():
        seen.append("in")
        seen.append("never")
    seen.append("out")


def out_of_except(seen):
    try:
        1 / 0
    except ZeroDivisionError:
        seen.append("handled")
        seen.append("never")
    seen.append(sys.exc_info()[0])


def into_try(seen):
    seen.append("before")
    try:
        seen.append("in")
        1 / 0
    except ZeroDivisionError:
        seen.append("handled")


run(forwards, 2, 3)
run(backwards, 5, 1)
run(out_of_loop, 3, 4)
run(out_of_with, 6, 8)
run(out_of_except, 5, 6)
run(into_try, 1, 3)
