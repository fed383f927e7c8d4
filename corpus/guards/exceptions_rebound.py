# Names of exceptions and handlers change while errors fly.
import builtins

real = ValueError


def attempt(i):
    try:
        if i % 2:
            raise ValueError(i)
        raise KeyError(i)
    except ValueError as e:
        return ("value", type(e).__name__)
    except LookupError as e:
        return ("lookup", type(e).__name__)


out = []
for i in range(120):
    if i == 60:
        ValueError = KeyError
    if i == 90:
        del ValueError
    out.append(attempt(i))
print(out[58:64], out[90:92])
LookupError = ZeroDivisionError
try:
    attempt(0)
except KeyError as e:
    print("escaped", e)
del LookupError
builtins.ValueError = TypeError
print(attempt(1))
builtins.ValueError = real
print(attempt(1))


def asserting():
    try:
        assert False, "no"
    except AssertionError as e:
        return str(e)


for i in range(40):
    asserting()
print(asserting())


class Catch(type):
    def __instancecheck__(cls, o):
        return True


def swap_in_handler():
    global handler
    try:
        raise real("x")
    except handler:
        handler = KeyError
        return "caught"


handler = real
for i in range(40):
    handler = real
    r = swap_in_handler()
print(r)
try:
    swap_in_handler()
except real as e:
    print("not caught", e)
