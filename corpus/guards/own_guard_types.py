# [ours] Each type of guard: 0 while it holds, then 1 (this time) or 2 (for ever).
import builtins
import guards

g = guards.GuardArgType(0, [int, str])
print(g(1), g("a"), g(True), g(2.0), g(), g(x=1), g(1, x=1), g.executed, g.failed, g.last_failure)
print(g.arg_index, g.arg_types)
d = {"a": 1, "b": 2}
g = guards.GuardDict(d, "a", "missing")
print(g(), g.keys, g.dict is d, g.last_failure)
d["b"] = 3
print(g())
one = d["a"]
d["a"] = object()
print(g())
d["a"] = one
print(g())
d["missing"] = None
print(g())
del d["missing"]
print(g(), g.executed, g.failed)
d.clear()
print(g())
d.update(a=one)
print(g())
NAME = "value"
g = guards.GuardGlobals("NAME", "ABSENT")
print(g())
UNRELATED = 1
print(g())
ABSENT = 1
print(g())
del ABSENT
print(g())
print(eval("g()", {"g": g}))
real = len
g = guards.GuardBuiltins("len", "abs")
print(g())
builtins.len = lambda x: 0
print(g(), guards.GuardBuiltins("len")())
builtins.len = real
print(g())
len = real
print(g())
del len
print(g())


def f(x):
    return x


g = guards.GuardFunc(f)
print(g(), g.func is f, g.code is f.__code__)
code = f.__code__
f.__code__ = (lambda x: 0).__code__
print(g())
f.__code__ = code
print(g())


class Base:
    attr = 1


class C(Base):
    own = 2


t = guards.guard_type_dict(C, ["own", "attr"])
m = guards.GuardType(C, "own", "attr")
print(t(), m())
Base.attr = 5
print(t(), m())
Base.attr = 1
Base.unrelated = 1
print(t(), m())
C.attr = 1
print(t(), m())
del C.attr


def outer():
    n = 1

    def inner():
        return n

    def change():
        nonlocal n
        n = 2
    return inner, change


inner, change = outer()
g = guards.GuardCell(inner, "n")
print(g())
change()
print(g())
flag = []
marker = object()
g = guards.GuardValue(lambda: flag[0] if flag else marker, marker)
print(g())
flag.append(1)
print(g())
print(guards.Guard()())
for bad in (lambda: guards.GuardArgType(-1, [int]), lambda: guards.GuardArgType(0, [1]),
            lambda: guards.GuardDict([], "a"), lambda: guards.GuardDict({}), lambda: guards.GuardDict({}, 1),
            lambda: guards.GuardFunc(len), lambda: guards.GuardType(1, "a"), lambda: guards.GuardGlobals(),
            lambda: guards.GuardCell(inner, "m")):
    try:
        bad()
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)


class Sub(guards.GuardDict):
    def check(self, args, kwargs):
        return min(1, super().check(args, kwargs))


d = {"k": 1}
g = Sub(d, "k")
print(g())
d["k"] = 2
print(g(), g(1, a=2))
import gc
import weakref
d = {"k": C()}
g = guards.GuardDict(d, "k")
d["self"] = g
r = weakref.ref(d["k"])
del d, g
gc.collect()
print(r())
