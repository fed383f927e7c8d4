# [ours] Calls that choose among codes by words: functions, methods, many functions at one site, what breaks the guards.
import builtins, guards
real = len
def f(x): return len('abc') + x
def fast(x): return 3 + x
s = guards.specialize(f, fast, [guards.GuardBuiltins('len')])
def call(x): return f(x)
for i in range(50): call(i)
print(call(1), s.hits > 40)
class N:
    def __radd__(self, o):
        builtins.len = lambda x: 100
        return 'radd'
print(call(N()), call(1), s.state)
builtins.len = real
print(call(1))
s = guards.specialize(f, fast, [guards.GuardBuiltins('len'), guards.GuardArgType(0, int)])
for i in range(50): call(i)
print(call(1.5), call(2), s.misses, s.hits, s.state)
f.__code__ = (lambda x: 'code').__code__
print(call(1), guards.get_specialized(f))
f.__code__ = (lambda x: len('abcd') + x).__code__
s = guards.specialize(f, fast, [guards.GuardBuiltins('len')])
for i in range(50): call(i)
f.__defaults__ = (7,)
print(call(1), [s.state, len(guards.get_specialized(f))])
class M:
    def m(self, k): return 'slow'
def mfast(self, k): return 'fast'
s = guards.specialize(M.m, mfast, [guards.GuardArgType(1, str)])
def cm(o, k): return o.m(k)
o = M()
print([cm(o, 'a') for _ in range(40)][-1], cm(o, 1), cm(o, 'b'), s.misses)
M.m = lambda s, k: 'other'
print(cm(o, 'a'))
o.m = lambda k: 'inst'
print(cm(o, 'a'))
def key(x): return -x
def kfast(x): return x
s = guards.specialize(key, kfast, [guards.GuardArgType(0, int)])
print(sorted([3, 1, 2], key=key), sorted([3.0, 1.0, 2.0], key=key), list(map(key, [1, 2.5] * 20))[-2:])
def gen(): yield 'slow'
def gfast(): yield 'fast'
s = guards.specialize(gen, gfast, [guards.GuardBuiltins('len')])
def cg(): return list(gen())
print([cg() for _ in range(40)][-1])
builtins.len = lambda x: 0
print(cg(), s.state)
builtins.len = real
def kw(a, b=2, *, c=3): return ('slow', a, b, c)
def kwf(a, b=2, *, c=3): return ('fast', a, b, c)
s = guards.specialize(kw, kwf, [guards.GuardBuiltins('len')])
def ck(): return kw(1), kw(1, 5), kw(1, c=9), kw(*(1, 2)), kw(**{'a': 4})
print([ck() for _ in range(40)][-1], s.hits)
two = [kw, key]
print([t(1)[0] if t is kw else t(1) for t in two * 20][-2:])


# Many functions at one site, of one code.
def mk(i):
    def f(): return ("slow", i)
    return f
def mkf(i):
    def f(): return ("fast", i)
    return f
fs = [mk(i) for i in range(4)]
D = {"k": 1}
for i, f in enumerate(fs):
    if i % 2: guards.specialize(f, mkf(i).__code__, [guards.GuardDict(D, "k")])
def each(f): return f()
print([each(f) for _ in range(30) for f in fs][-4:])
D["other"] = 5
print([each(f) for f in fs])
D["k"] = 2
print([each(f) for f in fs], [guards.get_specialized(f) for f in fs])
D["k"] = 1
for i, f in enumerate(fs):
    guards.specialize(f, mkf(i).__code__, [guards.GuardDict(D, "k")])
print([each(f) for _ in range(30) for f in fs][-4:])
guards.remove_specialized(fs[0])
print([each(f) for f in fs])
fs[1].__code__ = mk(9).__code__
print([each(f) for f in fs])


# The word says which form the call chose last.
def plain(): return "slow"
def quick(): return "fast"
s = guards.specialize(plain, quick, [guards.GuardBuiltins("len")])
def site(): return plain()
guards.configure("on,backoff=always")
for _ in range(2000): site()
print(["CallPyChosen" in line for line in guards.explain(site).splitlines() if "Call" in line])
print(s.hits, s.guards[0].executed)
plain.__code__ = quick.__code__
print(s.state, site())


# A value that is rebound to itself, then to another.
class K: x = 1
def reads(): return "slow", K.x
def known(): return "fast", 1
s = guards.specialize(reads, known, [guards.GuardType(K, "x")])
def again(): return reads()
for step in range(4):
    for _ in range(100): again()
    print(again(), s.state)
    K.x = K.x if step < 2 else 2
# Guards of other functions and dicts do not disturb; each write is noticed once.
T = {"a": 1, "b": 2}
def writes(): return "slow"
def wrote(): return "fast"
s = guards.specialize(writes, wrote, [guards.GuardDict(T, "a"), guards.GuardFunc(known), guards.GuardType(K, "y")])
def third(): return writes()
out = []
for i in range(200):
    out.append(third())
    T["b"] = i
    K.z = i
    if i == 150: known.__code__ = (lambda: 0).__code__
print(out.index("slow"), s.state, s.hits)
