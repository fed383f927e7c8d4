# __code__ of other shape: more locals, generators, varargs, other arguments
def f(a, b=2): return a, b
def more(a, b=2):
    c = a; d = b; e = (c, d); g = e; h = g; i = h
    return "more", i
def gen(a, b=2):
    yield a
    yield b
def var(*args, **kw): return "var", args, sorted(kw)
def kwonly(a, *, b=5): return "kwonly", a, b
def three(a, b, c): return "three", a, b, c
def none(): return "none"
async def coro(a, b=2): return "coro"
codes = [f.__code__, more.__code__, gen.__code__, var.__code__, kwonly.__code__, three.__code__, none.__code__]
def hot(*extra):
    out = []
    for call in (lambda: f(1), lambda: f(1, 3), lambda: f(a=1), lambda: f(1, b=4), lambda: f(*extra)):
        try:
            r = call()
            if hasattr(r, "send"): r = list(r)
            out.append(r)
        except TypeError as e: out.append(str(e))
    return out
last = None
for i in range(len(codes) * 40):
    f.__code__ = codes[i // 20 % len(codes)]
    if i == 100: f.__defaults__ = (7, 8)
    if i == 150: f.__defaults__ = None
    if i == 170: f.__kwdefaults__ = {"b": 9}
    if i == 200: f.__defaults__ = (1, 2, 3)
    r = hot(5, 6)
    if r != last: print(i, r)
    last = r
