# The with statement: order, suppression, errors in enter and exit.
class CM:
    def __init__(self, name, suppress=False, fail=None):
        self.name, self.suppress, self.fail = name, suppress, fail

    def __enter__(self):
        print("enter", self.name, end="; ")
        if self.fail == "enter":
            raise RuntimeError("enter " + self.name)
        return self.name.upper()

    def __exit__(self, t, v, tb):
        print("exit", self.name, t.__name__ if t else None, v, tb is not None, end="; ")
        if self.fail == "exit":
            raise RuntimeError("exit " + self.name)
        return self.suppress


def run(*cms, body=None):
    try:
        with cms[0] as a:
            with cms[-1] as b:
                if body:
                    raise body
                print("body", a, b, end="; ")
        print("after", end="; ")
    except Exception as e:
        print(type(e).__name__, e, repr(e.__context__), end="")
    print()


run(CM("a"), CM("b"))
run(CM("a"), CM("b"), body=ValueError("x"))
run(CM("a", True), CM("b"), body=ValueError("x"))
run(CM("a"), CM("b", True), body=ValueError("x"))
run(CM("a"), CM("b", 1), body=KeyError("k"))
run(CM("a"), CM("b", []), body=KeyError)
run(CM("a"), CM("b", fail="enter"))
run(CM("a", True), CM("b", fail="enter"))
run(CM("a"), CM("b", fail="exit"))
run(CM("a"), CM("b", fail="exit"), body=ValueError("x"))
run(CM("a", True), CM("b", fail="exit"), body=ValueError("x"))
with CM("x") as (p, *q), CM("y") as d:
    print(p, q, d)
with (CM("p"), CM("q") as z,):
    print(z)


def ret():
    for i in range(3):
        with CM(str(i), True):
            if i == 0:
                continue
            with CM("in"):
                return i


print(ret())


def lost():
    with CM("r", True):
        return 1 / 0
    return "suppressed"


print(lost())


class NoExit:
    def __enter__(self):
        pass


class NoEnter:
    def __exit__(self, *a):
        pass


class BadExit:
    def __enter__(self):
        return self

    def __exit__(self):
        pass


class BoolRaises:
    def __enter__(self):
        return self

    def __exit__(self, *a):
        return self

    def __bool__(self):
        raise ValueError("truth of exit result")


class OnInstance:
    pass


o = OnInstance()
o.__enter__ = o.__exit__ = lambda *a: None
for cm in [5, NoExit(), NoEnter(), BadExit(), BoolRaises(), o, None, CM]:
    try:
        with cm:
            raise KeyError("body")
    except Exception as e:
        print(type(e).__name__, e, "|", repr(e.__context__))
try:
    with BoolRaises():
        print("no exception, result not tested")
    with CM("t") as (a, b, c):
        pass
except ValueError as e:
    print(e)
class Stack:
    def __init__(self):
        self.fns = []
    def __enter__(self):
        return self.fns.append
    def __exit__(self, *exc):
        while self.fns:
            self.fns.pop()()
with Stack() as defer:
    defer(lambda: print("first deferred"))
    defer(lambda: print("second deferred"))
    print("working")
