# __code__, defaults and cells change: between calls, while running, recursive, suspended.
def f(a, b=2): return ("f", a, b)
def g(a, b=3): return ("g", a, b)
def h(*a, **k): return ("h", a, k)
def one(a): return ("one", a)
def kwo(a, b=2, *, k=9): return ("kwo", a, b, k)
def gen(a, b=2): yield ("gen", a, b)
codes = [f.__code__, g.__code__, h.__code__, one.__code__, kwo.__code__, gen.__code__]
def hot():
    try:
        r = f(1, 2), f(1)
        return [list(x) if hasattr(x, "send") else x for x in r]
    except TypeError as e: return str(e)
def run(tag):
    rs = []
    for i in range(60):
        r = hot()
        if not rs or rs[-1] != r: rs.append(r)
    print(tag, rs)
run("start")
for i, c in enumerate(codes[1:] + codes):
    f.__code__ = c; run(i)
f.__code__ = codes[0]
f.__defaults__ = (7,); run("d7")
f.__defaults__ = None; run("none")
f.__defaults__ = (5, 6); run("two")
f.__defaults__ = (1, 2, 3); run("three")
f.__defaults__ = (2,)
f.__code__ = codes[4]; f.__kwdefaults__ = {"k": 1}; run("kw")
f.__kwdefaults__["k"] = 2; run("kw2")
del f.__kwdefaults__["k"]; run("kwdel")
f.__kwdefaults__ = None; run("kwnone")
# while running and recursive
def rec(n):
    if n == 0: return "end"
    if n == 3: rec.__code__ = rec2.__code__
    return ("rec", n, rec(n - 1))
def rec2(n):
    if n == 0: return "end2"
    if n == 1: rec.__code__ = c0
    return ("rec2", n, rec(n - 1))
c0 = rec.__code__
for i in range(40): last = rec(5)
print(last)
# suspended
def it(n):
    for i in range(n): yield ("a", i, helper(i))
def it2(n):
    for i in range(n): yield ("b", i, helper(i))
def helper(i): return "h"
def helper2(i): return "H"
for k in range(3):
    x = it(40)
    got = [next(x) for _ in range(35)][-1]
    it.__code__, it2.__code__ = it2.__code__, it.__code__
    helper.__code__, helper2.__code__ = helper2.__code__, helper.__code__
    print(got, next(x), next(it(1)))
# closures
def outer():
    n = 0
    def inc(): return n
    def setn(v):
        nonlocal n
        n = v
    return inc, setn
inc, setn = outer()
def callinc(): return inc()
for i in range(100):
    if i in (40, 70): setn(i)
    r = callinc()
print(r)
inc2, setn2 = outer()
for i in range(50): callinc()
inc.__closure__[0].cell_contents = "direct"; print(callinc())
try: inc.__code__ = f.__code__
except ValueError as e: print(e)
inc.__code__ = inc2.__code__; print(callinc())
del inc.__closure__[0].cell_contents
try: print(callinc())
except NameError as e: print(e)
# many functions of one code at one site
fs = [outer()[0] for _ in range(50)] 
for fn in fs * 4: fn()
def site(fn): return fn()
for i in range(400):
    def local(i=i): return i
    def tmp(): return i
    assert site(tmp) == i and site(local) == i
    tmp.__code__ = (lambda: i).__code__
    assert site(tmp) == i
print("ok")
