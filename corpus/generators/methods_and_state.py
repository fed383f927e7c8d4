"""[slow] send, throw and close at every state of a generator."""

import inspect


def gen():
    got = []
    while True:
        try:
            got.append((yield len(got)))
            if got[-1] == "stop":
                return got
        except ValueError as e:
            got.append(repr(e))
        except GeneratorExit:
            print("exit", got)
            raise


def show(f, *args):
    try:
        print(f(*args))
    except BaseException as e:
        print(type(e).__name__, e.args, getattr(e, "value", "-"))


g = gen()
print(inspect.getgeneratorstate(g), g.gi_yieldfrom, g.gi_running, g.gi_suspended)
show(g.send, 1)
show(next, g)
print(inspect.getgeneratorstate(g), g.gi_suspended, g.gi_frame.f_locals["got"])
show(g.send, "a")
show(g.throw, ValueError("thrown"))
show(g.throw, KeyError("k"))
print(inspect.getgeneratorstate(g), g.gi_frame)
show(next, g)
show(g.throw, KeyError("after"))
print(g.close())
g = gen()
next(g)
show(g.send, "stop")
g = gen()
show(g.throw, ValueError("fresh"))
show(next, g)
g = gen()
next(g)
print(g.close(), g.close())


def stubborn():
    try:
        yield 1
    except GeneratorExit:
        yield 2


g = stubborn()
next(g)
show(g.close)


def selfish():
    yield from g2


g2 = selfish()
show(next, g2)


def stops():
    raise StopIteration(3)
    yield


show(next, stops())


def delegating():
    result = yield from inner()
    print("result", result)
    yield from [result, "last"]


def inner():
    try:
        x = yield "first"
        return ("sent", x)
    except KeyError as e:
        yield "caught " + str(e)
        return "thrown"


d = delegating()
print(next(d), d.gi_yieldfrom is not None)
print(d.send(5), list(d))
d = delegating()
next(d)
print(d.throw(KeyError("x")), list(d))
for args in ((1,), (int,), (ValueError, ValueError("a"), 3), ()):
    g = gen()
    next(g)
    with __import__("warnings").catch_warnings(action="ignore"):
        show(g.throw, *args)
print(gen.__name__, g.__name__, g.__qualname__, g.gi_code is gen.__code__)
g.__name__ = "renamed"
print(repr(g).split(" at ")[0])
show(setattr, g, "__name__", 1)
