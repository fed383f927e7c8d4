# Folded calls, dead branches and constant ranges obey what is rebound, and look as if nothing was folded.
import builtins
import sys

DEBUG = False
MODE = "fast"
LEVEL = 0
NOTHING = None


def work(a):
    x = len("abc")
    if DEBUG:
        x += 1000
    if not DEBUG and a:
        x += 1
    if MODE == "fast":
        x += 10
    if LEVEL > 2:
        x += 100
    if NOTHING is None:
        x += 5
    for i in range(4):
        x += i
    for i in range(10, 0, -3):
        x += i
    y = ord("a") + max(1, 2) + int("77") + pow(2, 10) + abs(-1000)
    s = chr(98) + hex(255) + str(1.5) + repr("q") + bin(5)
    return (x, y, s) if DEBUG is False else ("debug", x, y, s)


def rest():
    for i in range(60):
        r = work(i)
    return r


print(rest())
keep = builtins.len
builtins.len = lambda x: 100
print(rest())
builtins.len = keep
print(rest())
DEBUG = True
print(work(3))
print(rest())
DEBUG = False
MODE, LEVEL, NOTHING = "slow", 3, 0
print(rest())
MODE, LEVEL, NOTHING = "fast", 2.5, None
print(rest())
range = lambda *a: [a]
try:
    rest()
except TypeError as e:
    print(e)
del range
print(rest())


def changes_within():
    total = []
    for i in [0, 1, 2, 3, 4, 5]:
        if i == 3:
            builtins.len = lambda x: "mutated"
        total.append(len("four"))
        if i == 4:
            del builtins.len
            try:
                len("four")
            except NameError as e:
                total.append(str(e))
            builtins.len = keep
    return total


for i in [1, 2, 3]:
    print(changes_within())


class Flag:
    def __bool__(self):
        global FLAG
        FLAG = False
        return True


def flips():
    return ["yes" if FLAG else "no" for i in [1, 2, 3, 4]]


FLAG = False
print(flips(), flips())
FLAG = Flag()
print(flips(), FLAG)


def big():
    return int("12345678901234567890"), float("1e3"), round(2.5), divmod(17, 5), str("x"), len(()), len((1, 2))


a, b = big(), big()
print(a == b, a[0] is b[0], a[1] is b[1], a)


def fails():
    return ord("ab")


for i in [1, 2, 3]:
    try:
        fails()
    except TypeError as e:
        print(e)


def nested():
    return [(i, j) for i in range(2) for j in range(3)], {k: [m for m in range(2)] for k in range(2)}


for i in [1, 2, 3]:
    print(nested())


def broken_loop():
    for i in range(5):
        for j in range(3):
            if j == 1:
                break
        else:
            print("never")
        if i == 3:
            break
    else:
        print("never")
    for i in range(0):
        print("never")
    return i, j


print(broken_loop(), broken_loop())


def events(func):
    seen = []

    def tracer(frame, event, arg):
        if frame.f_code is func.__code__:
            seen.append((event, frame.f_lineno - func.__code__.co_firstlineno))
        return tracer

    def profiler(frame, event, arg):
        if frame.f_code is func.__code__:
            seen.append((event, getattr(arg, "__name__", arg)))

    sys.settrace(tracer)
    func()
    sys.settrace(None)
    sys.setprofile(profiler)
    func()
    sys.setprofile(None)
    return seen


def watched():
    n = len("abc")
    if DEBUG:
        n += 1
    for i in range(2):
        n += i
    return n


for i in [1, 2, 3]:
    watched()
print(events(watched))
print(events(watched))


def generator():
    for i in range(3):
        yield i, len("ab")


print(list(generator()), list(generator()))
g = generator()
print(next(g), next(g))
builtins.len = lambda x: -1
print(next(g), list(generator()))
builtins.len = keep
print(list(generator()))


def methods():
    return ("abc".upper(), "a,b".find(","), " x ".strip(), "abc".startswith("a"), "x".center(5, "*"), (255).bit_length(),
            (2.5).is_integer(), b"abc".hex(), "aXb".swapcase(), "a-b".replace("-", "+"), "a b".split(), "".join(["a"]))


for i in [1, 2, 3]:
    print(methods())
print(methods()[0] is methods()[0], methods()[10] is methods()[10])


def wrong():
    return "abc".index("x")


for i in [1, 2, 3]:
    try:
        wrong()
    except ValueError as e:
        print(e)
print(events(lambda: "abc".upper() and "abc".title()))
