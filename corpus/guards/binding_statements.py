# every statement that binds, at hot sites, to globals that are deleted and shadow builtins
import sys
def binds(kind):
    global len, sys
    if kind == 0: len = "assigned"
    if kind == 1:
        for len in ("a", "loop"): pass
    if kind == 2:
        with Ctx() as len: pass
    if kind == 3:
        try: raise KeyError("e")
        except KeyError as len: pass
    if kind == 4: import math as len
    if kind == 5: from math import pi as len
    if kind == 6:
        def len(x): return "def"
    if kind == 7:
        class len:
            def __init__(self, x): pass
            def __repr__(self): return "a len"
    if kind == 8: (len := "walrus")
    if kind == 9: len, *_ = "star", 1
    if kind == 10: del len
    if kind == 11: len += "aug"
    if kind == 12:
        match 5:
            case len: pass
    if kind == 13: (len, y) = (7, 8)
    if kind == 14: type(sys)("x"); exec("len = 'exec'", globals())
    if kind == 15: [len := x for x in "xy"]
class Ctx:
    def __enter__(self): return "with"
    def __exit__(self, *a): pass
def use():
    try: return len("abc")
    except Exception as e: return type(e).__name__
def see():
    return type(len).__name__
last = None
for i in range(480):
    k = i // 30
    if i % 30 == 10:
        if k == 11: len = "a"
        if k == 10: len = "there"
        binds(k)
    if i % 30 == 20: globals().pop("len", None)
    r = use(), see()
    if r != last: print(i, r)
    last = r
