# [slow] A profile, and its statistics in every order.
import cProfile, pstats, io, re


def fib(n):
    return n if n < 2 else fib(n - 1) + fib(n - 2)


def work():
    fib(5)
    [len("x") for i in range(3)]
    sorted([3, 1])
    "a".join(["b"])


def clean(s):
    return re.sub("\\d+\\.\\d{3}", "T", s)


p = cProfile.Profile()
p.enable()
work()
p.disable()
o = io.StringIO()
pstats.Stats(p, stream=o).strip_dirs().sort_stats("name").print_stats()
print(clean(o.getvalue()))
o = io.StringIO()
pstats.Stats(p, stream=o).strip_dirs().sort_stats("calls").print_callers("fib").print_callees("work")
print(clean(o.getvalue()))
s = pstats.Stats(p, stream=io.StringIO())
print(s.total_calls, s.prim_calls, sorted((k[2] for k in s.stats)))
o = io.StringIO()
pstats.Stats(p, stream=o).sort_stats(pstats.SortKey.NAME, pstats.SortKey.LINE).print_stats(2, "fib")
print(clean(o.getvalue().replace(__file__, "F")))
try:
    pstats.Stats()
except TypeError as e:
    print(e)
try:
    s.sort_stats("nope")
except KeyError as e:
    print(e)
print(p.runcall(fib, 4), pstats.SortKey.CUMULATIVE, pstats.SortKey("tottime"))
