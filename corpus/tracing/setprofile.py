# sys.setprofile: calls and returns of Python and native functions.
import sys

log = []


def profiler(frame, event, arg):
    log.append((frame.f_code.co_name, event, getattr(arg, "__name__", arg)))


def simple(a):
    return a + 1


def generator(n):
    for i in range(n):
        yield i


class Manager:
    def __enter__(self):
        return 1

    def __exit__(self, *parts):
        return True


def body():
    len([1])
    [].append(2)
    simple(1)
    try:
        [].index(5)
    except ValueError:
        pass
    for x in generator(1):
        pass
    "a b".split()
    "{}".format(1)
    sorted([2, 1], key=simple)
    with Manager():
        raise KeyError
    max(*[1, 2])
    print(end="")
    simple(a=1)


def raises():
    raise LookupError("l")


def outer():
    try:
        raises()
    except LookupError:
        return "caught"


for f in (body, outer):
    log.clear()
    sys.setprofile(profiler)
    f()
    sys.setprofile(None)
    print(f.__name__)
    for l in log:
        print("  ", *l)
print(sys.getprofile())


def fails(frame, event, arg):
    raise RuntimeError("in " + event)


sys.setprofile(fails)
try:
    simple(1)
except RuntimeError as e:
    print(e, sys.getprofile())
sys.setprofile(None)
for f, args in ((sys.settrace, ()), (sys.setprofile, (1, 2)), (sys.call_tracing, (len, [1]))):
    try:
        f(*args)
    except TypeError as e:
        print(e)
print(sys.call_tracing(len, ([1, 2],)))
