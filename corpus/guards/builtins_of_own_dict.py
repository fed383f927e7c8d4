# functions whose builtins are a dict of their own, which comes, goes, grows and is cleared
real = __builtins__
b = {"len": lambda x: ("own", x), "__name__": "b", "range": range, "RuntimeError": RuntimeError}
g = {"__builtins__": b}
exec("""
def hot(x):
    r = []
    for i in range(3): r.append(len(x))
    return r
def other(): return ord("a")
def named(): return __name__
""".replace("r.append(len(x))", "r += [len(x)]"), g)
hot, other, named = g["hot"], g["other"], g["named"]
def show(i):
    out = []
    for f, a in ((hot, ("ab",)), (other, ()), (named, ())):
        try: out.append(f(*a))
        except Exception as e: out.append(type(e).__name__ + " " + str(e))
    return out
last = None
for i in range(200):
    if i == 20: b["len"] = len
    if i == 30: b["ord"] = ord
    if i == 40: g["len"] = lambda x: "global"
    if i == 50: del b["len"]
    if i == 60: del g["len"]
    if i == 70: b.update({"k%d" % k: k for k in range(300)})
    if i == 80: b["len"] = lambda x: "grown"
    if i == 90: b.clear()
    if i == 100: b |= {"len": len, "range": lambda n: (1, 2), "ord": chr}
    if i == 110: g["__name__"] = "global name"
    if i == 120: b["range"] = range; b["ord"] = ord
    if i == 130: g["__builtins__"] = {}
    if i == 140: del g["__builtins__"]
    if i == 150: g["range"] = lambda n: "xyz"
    if i == 160: g.clear()
    r = show(i)
    if r != last: print(i, r)
    last = r
