# send, throw, close, return values and states of generators.
def echo():
    got = yield "ready"
    while True:
        try:
            got = yield f"got {got!r}"
        except ValueError as e:
            got = f"caught {e}"
        except GeneratorExit:
            print("closing", end=" ")
            raise


g = echo()
for fn in [lambda: g.send(1), lambda: next(g), lambda: g.send("a"), lambda: next(g), lambda: g.throw(ValueError("v")), lambda: g.throw(ValueError), lambda: g.send([]), lambda: g.throw(KeyError("k")), lambda: next(g), lambda: g.send(1), lambda: g.throw(TypeError("dead")), lambda: g.close(), lambda: g.throw(5), lambda: echo().throw(ValueError("unstarted")), lambda: echo().close(), lambda: echo().send(None), lambda: g.send(), lambda: g.send(1, 2), lambda: g.throw(), lambda: g.throw(int), lambda: g.throw("s"), lambda: g.nosuch, lambda: len(g), lambda: g[0], lambda: g(), lambda: setattr(g, "x", 1)]:
    try:
        print(fn())
    except (Exception, StopIteration) as e:
        print(type(e).__name__, e)
g = echo()
next(g)
g.close()
g.close()
print(list(g))


def ret(v):
    yield 1
    return v


for v in (None, 5, (1, 2), StopIteration(3), ValueError("x")):
    g = ret(v)
    next(g)
    try:
        next(g)
    except StopIteration as e:
        print(repr(e.value), e.args)
    try:
        next(g)
    except StopIteration as e:
        print(e.value, e.args)


def stop_inside():
    yield 1
    raise StopIteration("inner")


def next_inside():
    yield next(iter([]))


def ignore_exit():
    while True:
        try:
            yield 1
        except GeneratorExit:
            pass


def return_on_exit():
    try:
        yield 1
    except GeneratorExit:
        return "value"


def raise_on_exit():
    try:
        yield 1
    finally:
        raise KeyError("while closing")


def reenter():
    yield next(me)


me = reenter()
ig = ignore_exit()
next(ig)
for fn in [lambda: list(stop_inside()), lambda: list(next_inside()), lambda: ig.close(), lambda: next(me), lambda: [(x, next(x), x.close()) for x in [return_on_exit()]][0][1:], lambda: [(next(x), x.close()) for x in [raise_on_exit()]]]:
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e, repr(e.__cause__), repr(e.__context__))
ig = None


def state():
    yield sg.gi_running
    yield sg.gi_frame is not None


sg = state()
print(sg.gi_running, next(sg), sg.gi_running, next(sg), list(sg), sg.gi_frame, sg.gi_yieldfrom, sg.gi_code.co_name, sg.__name__, sg.__qualname__, type(sg).__name__, iter(sg) is sg)
gen = (x for x in "ab")
print(gen.__name__, gen.__qualname__, next(gen), list(gen), type(gen).__name__)
for code in ["def f(): yield = 1", "def f(): (yield) = 1", "yield 1", "class C: yield", "lambda: (yield)", "[(yield) for x in y]", "def f(): return (yield)", "def f(): yield from", "def f(): x = yield y = 1", "def f(x=(yield)): pass", "def f(): [(yield 1) for x in y]", "def f(): print((yield), (yield 1))", "def f(): yield *a, b", "def f(): await x", "yield from x"]:
    try:
        compile(code, "<g>", "exec")
        print(code, "| fine")
    except SyntaxError as e:
        print(code, "|", e.msg)
