# The assert statement: messages, tuples, and what is raised.
def check(cond, *message):
    try:
        if message:
            assert cond, message[0]
        else:
            assert cond
    except AssertionError as e:
        print("failed", e.args, repr(str(e)))
    else:
        print("passed", cond)


check(True)
check(0)
check([], "empty list")
check("", ("a", 1))
check(None, None)
check(0.0, ValueError("inner"))
check([0], "never")


class Noisy:
    def __bool__(self):
        raise RuntimeError("no truth")


try:
    assert Noisy(), "unused"
except RuntimeError as e:
    print("RuntimeError", e)

calls = []
try:
    assert 1, calls.append("evaluated")
    assert 0, calls.append("evaluated")
except AssertionError as e:
    print(e.args, calls)


def nested(n):
    assert n > 0, f"n must be positive, not {n!r}"
    return nested(n - 1)


try:
    nested(3)
except AssertionError as e:
    print(e)
AssertionError_saved = AssertionError
AssertionError = ValueError
try:
    assert False, "shadowed name"
except AssertionError_saved as e:
    print(type(e).__name__, e)
print(__debug__)
try:
    exec("__debug__ = 1")
except SyntaxError as e:
    print(e.msg)
