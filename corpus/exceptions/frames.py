# Traceback objects: line numbers, frames, with_traceback, growth on re-raise.
import sys


def level3():
    raise ValueError("deep")


def level2():
    level3()


def level1():
    try:
        level2()
    except ValueError:
        raise


def lines(e):
    tb, out = e.__traceback__, []
    while tb:
        out.append((tb.tb_frame.f_code.co_name, tb.tb_lineno))
        tb = tb.tb_next
    return out


try:
    level1()
except ValueError as e:
    saved = e
    print(lines(e))
try:
    raise saved
except ValueError as e:
    print(lines(e))
try:
    raise saved.with_traceback(None)
except ValueError as e:
    print(lines(e))


def multi():
    x = (1 +
         2 +
         undefined_here)
    return x


def call():
    return dict(
        a=1,
        b=int("x"),
    )


def multi_str():
    return [
        1,
        2,
    ][
        5
    ]


def deco_fail():
    @undefined_deco
    def f():
        pass


def default_fail():
    def f(a,
          b=1 / 0):
        pass


def class_fail():
    class C:
        x = 1
        y = x.nope


def gen_fail():
    g = (1 // n for n in (1, 0))
    return list(
        g)


def with_fail():
    with open_nothing():
        pass


def comp_fail():
    return [
        n
        for n in [1]
        if n.missing
    ]


def try_fail():
    try:
        a = 1
    finally:
        b = a + "s"


for fn in (multi, call, multi_str, deco_fail, default_fail, class_fail, gen_fail, with_fail, comp_fail, try_fail):
    try:
        fn()
    except Exception as e:
        first = fn.__code__.co_firstlineno
        print(fn.__name__, [(n, l - first) for n, l in lines(e)[1:]])


def where():
    f = sys._getframe()
    return f.f_code.co_name, f.f_lineno - f.f_code.co_firstlineno, f.f_back.f_code.co_name, sorted(f.f_locals), f.f_globals is globals()


print(where(), sys._getframe().f_code.co_name, sys._getframe().f_back)
try:
    sys._getframe(500)
except ValueError as e:
    print(e)
tb = saved.__traceback__
print(type(tb).__name__, tb.tb_lasti >= 0, tb.tb_next)
for fn in (lambda: setattr(tb, "tb_next", 5), lambda: setattr(tb, "tb_next", tb), lambda: setattr(tb, "tb_lineno", 5), lambda: saved.with_traceback(tb) is saved):
    try:
        print(fn())
    except Exception as e:
        print(type(e).__name__, e)
