# FunctionType, cells, frames and tracebacks as objects.
import sys


def attempt(f, *args, **kwargs):
    try:
        print("  =", f(*args, **kwargs))
    except BaseException as e:
        print("  !", type(e).__name__, e)


def make(x):
    def inner(a, b=2):
        "doc of inner"
        return x, a, b

    return inner


FunctionType, CellType = type(make), type(make(1).__closure__[0])
inner = make(5)
f = FunctionType(inner.__code__, {"__name__": "m"}, "named", (7,), (CellType("cell"),))
print(f(1), f.__name__, f.__qualname__, f.__doc__, f.__module__, f.__defaults__, f.__kwdefaults__, f.__closure__[0].cell_contents)
f = FunctionType(code=make.__code__, globals=globals())
print(f.__name__, f(3)(4), f.__closure__, f.__doc__, f.__dict__, f.__annotations__)
attempt(FunctionType)
attempt(FunctionType, 1, {})
attempt(FunctionType, make.__code__, 1)
attempt(FunctionType, make.__code__, {}, 5)
attempt(FunctionType, make.__code__, {}, None, 5)
attempt(FunctionType, inner.__code__, {})
attempt(FunctionType, inner.__code__, {}, None, None, (1,))
attempt(FunctionType, inner.__code__, {}, None, None, ())
attempt(FunctionType, make.__code__, {}, None, None, (CellType(1),))

print("cells")
c = CellType()
attempt(lambda: c.cell_contents)
c.cell_contents = [1]
print(c.cell_contents)
del c.cell_contents
attempt(lambda: c.cell_contents)
attempt(CellType, 1, 2)
attempt(CellType, contents=1)
print(CellType(1) == CellType(1), CellType() < CellType(1), CellType(2) > CellType(1))
inner.__closure__[0].cell_contents = "changed"
print(inner(1))

print("swapping code")


def g(a, b):
    return a * b


def h(a, b):
    return a + b


g.__code__ = h.__code__
print(g(3, 4), g.__name__, g.__code__.co_name)
g.__defaults__ = (10,)
print(g(1))
attempt(setattr, g, "__code__", inner.__code__)
attempt(setattr, g, "__code__", 5)
attempt(setattr, g, "__closure__", ())
attempt(setattr, g, "__globals__", {})

print("frames")


def frame():
    return sys._getframe(1)


def caller():
    local = "value"
    f = frame()
    return f, f.f_lineno, dict(f.f_locals), f.f_back.f_code.co_name


f, line, local, back = caller()
print(line - caller.__code__.co_firstlineno, sorted(local), back, f.f_code is caller.__code__)
print(f.f_globals is globals(), f.f_builtins["len"] is len, f.f_back is sys._getframe(), f.f_lineno - caller.__code__.co_firstlineno)
print(f.f_lasti > 0, f.f_lasti % 2, f.f_trace, f.f_trace_lines, f.f_trace_opcodes)
print(sorted(f.f_locals), f.clear(), f.f_locals)
me = sys._getframe()
attempt(me.clear)
for name, value in (
    ("f_lineno", 3), ("f_lineno", "x"), ("f_trace_lines", 1), ("f_trace_lines", False), ("f_trace_opcodes", True),
    ("f_trace", 5), ("f_code", 1), ("f_back", 1), ("f_globals", 1), ("f_locals", 1), ("f_lasti", 1),
):
    attempt(setattr, me, name, value)
print(me.f_trace, me.f_trace_lines, me.f_trace_opcodes)
attempt(delattr, me, "f_lineno")
attempt(delattr, me, "f_trace_lines")
del me.f_trace
print(me.f_trace)
me.f_trace_lines, me.f_trace_opcodes = True, False
attempt(type(me))
attempt(sys._getframe, 1000)
attempt(sys._getframe, "x")
print(sys._getframemodulename(), sys._getframemodulename(50))


def generator():
    x = 1
    yield x
    yield 2


g = generator()
print(g.gi_frame.f_lineno - generator.__code__.co_firstlineno, g.gi_frame.f_back, g.gi_frame.f_locals)
next(g)
print(g.gi_frame.f_lineno - generator.__code__.co_firstlineno, g.gi_frame.f_locals)
g.gi_frame.clear()
print(g.gi_frame, list(g))

print("tracebacks")


def fails():
    raise ValueError("f")


try:
    fails()
except ValueError as e:
    error = e
t = error.__traceback__
Traceback = type(t)
print(t.tb_next.tb_frame.f_code.co_name, t.tb_next.tb_lineno - fails.__code__.co_firstlineno, t.tb_next.tb_next)
print(t.tb_lasti > 0, t.tb_next.tb_lasti % 2, [n for n in dir(t) if not n.startswith("__")])
made = Traceback(t, me, 4, 77)
print(made.tb_next is t, made.tb_frame is me, made.tb_lasti, made.tb_lineno)
print(Traceback(tb_next=None, tb_frame=me, tb_lasti=2, tb_lineno=5).tb_next)
attempt(Traceback)
attempt(Traceback, None)
attempt(Traceback, 1, 2, 3, 4)
attempt(Traceback, None, me, "x", 4)
attempt(Traceback, None, me, 1, "x")
attempt(Traceback, 5, me, 1, 1)
attempt(setattr, t, "tb_next", 5)
attempt(setattr, t, "tb_next", t)
attempt(setattr, t.tb_next, "tb_next", t)
t.tb_next = None
print(t.tb_next)
attempt(delattr, t, "tb_next")
attempt(setattr, t, "tb_lineno", 3)
attempt(setattr, t, "tb_frame", 3)
try:
    raise error.with_traceback(made)
except ValueError as e:
    t = e.__traceback__
    print(t.tb_next is made, t.tb_next.tb_lineno)
