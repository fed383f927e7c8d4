# The same source is executed again in one namespace while its old functions are on the stack.
src = """
VERSION = {v}
def f(n):
    if n == 0: return VERSION
    if n == 3: again({v} + 1)
    return f(n - 1) + VERSION
class C:
    v = VERSION
    def m(self): return self.v, VERSION
"""
ns = {}
def again(v): exec(src.format(v=v), ns)
ns["again"] = lambda v: again(v) if v < 30 else None
again(1)
out = [ns["f"](5) for _ in range(40)]
print(out[:5], out[-2:])
c = ns["C"]()
for _ in range(50): c.m()
again(7)
print(c.m(), ns["C"]().m())
c.__class__ = ns["C"]
print(c.m())
