# The line that a frame's object tells after an exception has left the frame through handlers.


def other_clause():
    try:
        1 / 0
    except TypeError:
        pass
    return 1


def in_clause():
    try:
        1 / 0
    except ZeroDivisionError:
        {}["key"]
    return 1


def in_named_clause():
    try:
        1 / 0
    except ZeroDivisionError as e:
        raise KeyError(e)
    return 1


def through_finally():
    try:
        1 / 0
    finally:
        kept = 1
    return kept


class Passes:
    def __enter__(self):
        return self

    def __exit__(self, *args):
        return False


def through_with():
    with Passes():
        1 / 0
    return 1


def nested():
    try:
        try:
            1 / 0
        finally:
            kept = 2
    except TypeError:
        return kept


for f in (other_clause, in_clause, in_named_clause, through_finally, through_with, nested):
    try:
        f()
    except Exception as e:
        t = e.__traceback__.tb_next
        first = f.__code__.co_firstlineno
        print(f.__name__, t.tb_lineno - first, t.tb_frame.f_lineno - first)
