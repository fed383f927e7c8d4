# sys.settrace: which events come, in which order, on which lines.
import sys

log = []


def tracer(frame, event, arg):
    if event == "exception":
        arg = arg[0].__name__, str(arg[1]), arg[2] is not None
    log.append((frame.f_code.co_name, event, frame.f_lineno, arg))
    return tracer


def show(f, *args):
    log.clear()
    sys.settrace(tracer)
    try:
        f(*args)
    except Exception as e:
        error = e
    finally:
        sys.settrace(None)
    base = f.__code__.co_firstlineno
    print(f.__name__)
    for name, event, line, arg in log:
        if name != "show":
            print("  ", name, event, line - base, arg if isinstance(arg, (int, str, tuple, type(None))) else "...")


def simple(a):
    b = a + 1
    c = b * 2
    return c


def loops(n):
    t = 0
    for i in range(n):
        t += i
        if t == 1:
            continue
        t -= 1
    while t > 0:
        t -= 1
    else:
        t = 5
    for i in range(2): pass
    while t > 3: t -= 1
    return t


def forever():
    i = 0
    while True:
        i += 1
        if i > 2:
            break
    if i and \
       i > 1:
        pass
    else:
        pass


def errors():
    try:
        1 / 0
    except ZeroDivisionError as e:
        x = 1
    finally:
        y = 2
    try:
        pass
    finally:
        pass
    raiser()


def raiser():
    raise ValueError("out")


def generator(n):
    for i in range(n):
        yield i


def generators():
    for x in generator(2):
        x
    g = generator(3)
    next(g)
    try:
        g.throw(KeyError("k"))
    except KeyError:
        pass
    g = generator(3)
    next(g)
    g.close()
    return [y for y in generator(1)]


def delegating():
    def inner():
        r = yield 1
        return r

    def outer():
        r = yield from inner()
        yield r

    g = outer()
    next(g)
    g.send("s")
    g.close()


class Manager:
    def __enter__(self):
        return 1

    def __exit__(self, *parts):
        return True


def statements():
    "docstring"
    class C:
        x = 1

        def method(self):
            return self.x

    C().method()
    sorted([3, 1, 2], key=lambda v: -v)
    with Manager() as m:
        pass
    with Manager():
        raise KeyError
    assert m
    global somewhere
    somewhere = 5
    del somewhere
    ...


def deco(f):
    return f


@deco
@deco
def decorated():
    "doc"
    return 1


async def awaited():
    await Suspends()
    return 5


class Suspends:
    def __await__(self):
        yield "s"


def awaiting():
    c = awaited()
    c.send(None)
    try:
        c.send(None)
    except StopIteration:
        pass


for f, args in (
    (simple, (1,)), (loops, (3,)), (forever, ()), (errors, ()), (generators, ()), (delegating, ()),
    (statements, ()), (decorated, ()), (awaiting, ()),
):
    show(f, *args)
print(sys.gettrace())


print("what the function gives back")


def only_calls(frame, event, arg):
    log.append((frame.f_code.co_name, event))


log.clear()
sys.settrace(only_calls)
simple(1)
sys.settrace(None)
print(log)


def opcodes(frame, event, arg):
    frame.f_trace_opcodes, frame.f_trace_lines = True, False
    log.append(event)
    return opcodes


log.clear()
sys.settrace(opcodes)
simple(1)
sys.settrace(None)
print(log[0], log[-1], "line" in log)


def change_local(frame, event, arg):
    if event == "line" and frame.f_lineno == simple.__code__.co_firstlineno + 2:
        frame.f_locals["b"] = 100
    return change_local


sys.settrace(change_local)
changed = simple(1)
sys.settrace(None)
print(changed)


def fails_on(what):
    def trace(frame, event, arg):
        if event == what:
            raise RuntimeError("in " + event)
        return trace

    return trace


for event in ("call", "line", "return"):
    sys.settrace(fails_on(event))
    try:
        simple(1)
        print("no error")
    except RuntimeError as e:
        print(e, sys.gettrace())
    sys.settrace(None)


def by_hand():
    sys._getframe().f_trace = tracer
    sys.settrace(tracer)
    x = 1
    y = 2
    sys.settrace(None)


log.clear()
by_hand()
print([(event, line - by_hand.__code__.co_firstlineno) for _, event, line, _ in log])


def traced_inside():
    x = 1


def calls_tracing(frame, event, arg):
    log.append((frame.f_code.co_name, event))
    if frame.f_code.co_name == "simple" and event == "call":
        sys.call_tracing(traced_inside, ())


log.clear()
sys.settrace(calls_tracing)
simple(1)
sys.settrace(None)
print(log)


def nested_start():
    # Tracing that begins deep inside native calls reaches the frames that are entered later.
    return list(map(lambda v: sys.settrace(tracer) or v, [1]))


log.clear()
nested_start()
simple(3)
sys.settrace(None)
print([l[:2] for l in log])
print("class and module bodies")
log.clear()
sys.settrace(tracer)
exec(compile("x = 1\nclass C:\n    y = 2\n", "made", "exec"), {})
sys.settrace(None)
print([(name, event, line) for name, event, line, _ in log])
