# import statements in hot functions while sys.modules and __import__ change
import sys, types, builtins
a, b = types.ModuleType("fake"), types.ModuleType("fake")
a.v, b.v = "a", "b"
sub = types.ModuleType("fake.sub"); sub.v = "sub"
def imp():
    import fake
    return fake.v
def frm():
    from fake import v
    return v
def star():
    ns = {}
    exec("from fake import *", ns)
    return ns.get("v")
def call(f):
    try: return f()
    except Exception as e: return type(e).__name__ + " " + str(e)
real = builtins.__import__
last = None
for i in range(160):
    if i == 20: sys.modules["fake"] = a
    if i == 40: sys.modules["fake"] = b
    if i == 50: b.v = "b2"
    if i == 60: b.__getattr__ = lambda n: "lazy " + n; del b.v
    if i == 70: builtins.__import__ = lambda name, *r: a if name == "fake" else real(name, *r)
    if i == 80: builtins.__import__ = real
    if i == 90: sys.modules["fake"] = None
    if i == 100: sys.modules["fake"] = types.SimpleNamespace(v="not a module")
    if i == 110: del sys.modules["fake"]
    if i == 120: sys.modules["fake"] = a; a.__all__ = ["w"]; a.w = 1
    if i == 130: del a.__all__
    r = [call(f) for f in (imp, frm, star)]
    if r != last: print(i, r)
    last = r
