# [ours] Specialised codes behind guards: which runs, what a failing or raising guard does, refusals.
import builtins
import guards


def f():
    return len("abc")


def fast():
    return "fast"


real = len
s = guards.specialize(f, fast, [guards.GuardBuiltins("len")])
print(s, f(), s)
code, guard_list = guards.get_specialized(f)[0]
print(code.co_name, code.co_firstlineno == f.__code__.co_firstlineno, [type(g).__name__ for g in guard_list])
builtins.len = lambda x: "mock"
print(f(), s, s.state, guards.get_specialized(f), type(s.cause).__name__)
builtins.len = real
print(f())


def inside():
    a = len("abc")
    mischief()
    return a, len("abc")


def inside_fast():
    a = 3
    mischief()
    return a, len("abc")


def mischief():
    builtins.len = lambda x: "mock"


guards.specialize(inside, inside_fast, [guards.GuardBuiltins("len")])
print(inside(), guards.get_specialized(inside) != [])
print(inside(), guards.get_specialized(inside))
builtins.len = real


def g(x, y=2, *rest, k=3, **kw):
    return ("slow", x, y, rest, k, kw)


def g_int(x, y=2, *rest, k=3, **kw):
    return ("int", x, y, rest, k, kw)


def g_str(x, y=2, *rest, k=3, **kw):
    return ("str", x, y, rest, k, kw)


si = guards.specialize(g, g_int, [guards.GuardArgType(0, int)])
ss = guards.specialize(g, g_str, [guards.GuardArgType(0, (str, bytes))])
print(g(1), g("a"), g(b"b"), g(2.0))
print(g(1, 5, 6, k=7, z=8), g(x=1), g(*(1, 2, 3), **{"q": 1}))
print(si.hits, si.misses, ss.hits, ss.misses)
out = [g(i if i % 2 else str(i))[0] for i in range(100)]
print(out.count("int"), out.count("str"))
guards.remove_specialized(g, 0)
print(g(1)[0], g("a")[0], si.state, ss.state)
guards.remove_specialized(g)
print(g("a")[0], guards.get_specialized(g))
try:
    guards.remove_specialized(g, 0)
except IndexError as e:
    print(e)


class My(guards.Guard):
    def __init__(self, answers):
        self.answers = answers

    def check(self, args, kwargs):
        print("check", args, kwargs)
        answer = self.answers.pop(0)
        if isinstance(answer, Exception):
            raise answer
        return answer


def h(x=1):
    return "h"


def h2(x=1):
    return "h2"


mine = My([0, 1, 0, 2, 0])
s = guards.specialize(h, h2, [mine])
print(h(), h(5), h(x=6), h(7), h(8), s)
print(mine.executed, mine.failed, mine.last_failure)
s = guards.specialize(h, h2, [My([0, RuntimeError("unlucky")])])
print(h())
try:
    h(13)
except RuntimeError as e:
    print(e, s)
print(h(13))
s = guards.specialize(h, h2, [My(["nonsense"])])
try:
    h()
except ValueError as e:
    print(e, s.state)


class Unwilling(guards.Guard):
    def __init__(self, answer):
        self.answer = answer

    def init(self, func):
        return self.answer


print(guards.specialize(h, h2, [Unwilling(1)]), guards.get_specialized(h))
s = guards.specialize(h, h2, [Unwilling(0)])
print(h(), s)
h.__code__ = (lambda x=1: "new code").__code__
print(h(), guards.get_specialized(h))


def gen(n):
    yield from range(n)


def gen2(n):
    yield "special"


class Maker:
    def __init__(self, v):
        self.v = v

    def method(self, v):
        return ("method", v)

    def __add__(self, o):
        return "add"


def init2(self, v):
    self.v = ("special", v)


def method2(self, v):
    return ("method2", v)


def add2(self, o):
    return "add2"


ints = [guards.GuardArgType(1, int)]
for i in range(40):
    Maker(1), Maker(1).method(2), Maker(1) + 1
guards.specialize(gen, gen2, [guards.GuardArgType(0, int)])
guards.specialize(Maker.__init__, init2, ints)
guards.specialize(Maker.method, method2, ints)
guards.specialize(Maker.__add__, add2, ints)
for i in range(40):
    r = list(gen(2)), Maker(1).v, Maker("s").v, Maker(1).method(2), Maker(1).method("x"), Maker(1) + 1, Maker(1) + "x"
print(r)


def size(x):
    return "python"


s = guards.specialize(size, len, [guards.GuardArgType(0, str)])
print(size("abc"), size([1]), s.hits)


def outer():
    free = 1

    def closure():
        return free
    return closure


for args in [
    (h, h, [mine]), (h, h2, []), (h, g, [mine]), (h, lambda y=1: 0, [mine]), (h, lambda x=2: 0, [mine]),
    (h, lambda x=1, *a: 0, [mine]), (h, gen2, [mine]), (f, outer(), [mine]), (h, h2, [guards.GuardFunc(h)]),
    (h, h2, [1]), (h, 3, [mine]), (3, h, [mine]), (h, size, [mine]), (f, size, [mine]),
]:
    try:
        print(guards.specialize(*args))
    except (TypeError, ValueError) as e:
        print(type(e).__name__, e)
