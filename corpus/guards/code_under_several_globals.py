# one code object under several globals, builtins, closures, defaults, interleaved
import types, builtins
src = compile("def f(a=0):\n return X, len('ab'), a, [X for _ in range(1)]\n", "x", "exec").co_consts
src = next(c for c in src if isinstance(c, types.CodeType))
spaces = [{"X": i, "__builtins__": builtins if i % 2 else {"len": (lambda i: lambda s: ("len", i))(i), "range": range}} for i in range(6)]
fs = [types.FunctionType(src, s, "f%d" % i, (i,)) for i, s in enumerate(spaces)]
last = None
for n in range(150):
    if n == 30: spaces[2]["X"] = "two"
    if n == 40: spaces[3]["len"] = lambda s: "global len of 3"
    if n == 50: spaces[4]["__builtins__"]["len"] = len
    if n == 60: del spaces[5]["X"]
    if n == 70: fs[1].__defaults__ = ("new",)
    if n == 80: fs[0].__code__ = src.replace(co_names=("Y", "len", "range"))
    if n == 90: spaces[0]["Y"] = "Y"
    if n == 100: del spaces[4]["__builtins__"]["len"]
    if n == 110: fs[2].__code__ = src.replace(co_consts=tuple("xyz" if c == "ab" else c for c in src.co_consts))
    if n == 120: spaces[1].clear()
    r = []
    for f in fs:
        try: r.append(f())
        except Exception as e: r.append(type(e).__name__)
    if r != last: print(n, r)
    last = r
