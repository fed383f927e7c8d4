"""Where return, break, continue and exceptions go through finally."""

import sys


def returns():
    try:
        return "try"
    finally:
        print("finally")


def overridden():
    try:
        return "try"
    finally:
        return "finally"


def swallowed():
    try:
        1 / 0
    finally:
        return "swallowed"


def loops():
    for i in range(4):
        try:
            if i == 1:
                continue
            if i == 3:
                break
            print("body", i)
        finally:
            print("finally", i)
    else:
        print("never")
    return i


def nested():
    try:
        try:
            raise KeyError("a")
        finally:
            try:
                raise ValueError("b")
            except ValueError as e:
                print("inner", repr(e.__context__))
    except KeyError as e:
        print("outer", e, e.__context__)


def replaced():
    try:
        try:
            raise KeyError("a")
        finally:
            raise ValueError("b")
    except ValueError as e:
        print(repr(e), repr(e.__context__), e.__suppress_context__)


def generator():
    try:
        yield 1
        yield 2
    finally:
        print("closed", sys.exc_info()[0])


def names():
    e = "kept"
    try:
        1 / 0
    except ZeroDivisionError as e:
        pass
    try:
        return e
    except UnboundLocalError as error:
        return str(error)


def handled():
    try:
        1 / 0
    except ZeroDivisionError:
        try:
            [][0]
        except IndexError:
            print(sys.exc_info()[0].__name__)
        print(sys.exc_info()[0].__name__)
    print(sys.exc_info()[0])


def reraised():
    try:
        try:
            1 / 0
        except ZeroDivisionError:
            raise
    except ZeroDivisionError as e:
        return e.__traceback__.tb_next


def with_else(x):
    try:
        y = 1 / x
    except ZeroDivisionError:
        return "except"
    else:
        return "else"
    finally:
        print("finally", x)


print(returns(), overridden(), swallowed(), loops())
nested()
replaced()
g = generator()
next(g)
del g
print(names(), reraised(), with_else(0), with_else(1))
handled()
e = ValueError("x")
e.add_note("one")
e.add_note("two")
print(e.__notes__, e.args)
for bad in (1, None):
    try:
        e.add_note(bad)
    except TypeError as error:
        print(error)
try:
    raise e from e
except ValueError as caught:
    print(caught is e, caught.__cause__ is e, caught.__context__)
