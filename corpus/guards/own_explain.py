# [ours] Statistics and explanations of a function's sites.
import builtins
import guards


class C:
    x = 1

    def m(self):
        return self.x


def f(c, n):
    total = 0
    for i in range(n):
        total += c.m() + len("ab")
    return total


guards.configure("builtin-load:watch-key,global-load:watch-key")
print(guards.explain(f))
with guards.record():
    f(C(), 100)
    builtins.brand_new = 1
    del builtins.brand_new
    real = len
    builtins.len = lambda x: 3
    f(C(), 5)
    builtins.len = real
    C.x = 2
    f(C(), 5)
text = guards.explain(f)
for line in text.splitlines():
    if ";" in line:
        print(line.split(";")[1].strip().replace(__file__, "<file>"))
for row in guards.stats(f):
    print(row["line"], row["op"], row["opt"], row["strategy"], row["state"], row["misses"], row["cause"], row["key"])
guards.stats(f, reset=True)
print({row["hits"] for row in guards.stats(f)})
print([row["op"] for row in guards.stats(C.m)], [row["op"] for row in guards.stats(C().m)])
print(sorted(guards.stats()), sorted(guards.mutations()))
for bad in (1, len):
    try:
        guards.explain(bad)
    except TypeError as e:
        print(e)


def never():
    pass


print(guards.explain(never), end="")


def special():
    return 1


guards.specialize(special, lambda: 2, [guards.GuardGlobals("C")])
special()
print(guards.explain(special).splitlines()[-1])
guards.configure("on")
