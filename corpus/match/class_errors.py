# What class patterns raise.
def t(f):
    try: print(f())
    except Exception as e: print(type(e).__name__, e)
class B: pass
class C: __match_args__ = ["a"]
class D:
    __match_args__ = (1,)
class F:
    __match_args__ = ("a","a"); a = 1
def r():
    match B():
        case B(1): pass
t(r)
def r():
    match C():
        case C(1): pass
t(r)
def r():
    match D():
        case D(1): pass
t(r)
def r():
    match F():
        case F(1,1): pass
t(r)
def r():
    match F():
        case F(a=1, b=2): return 1
        case F(1): return 2
t(r)
def r():
    match 1:
        case int(1, 2): pass
t(r)
def r():
    match 1:
        case t(): pass
t(r)
class K: a = 1; b = 1
def r():
    match {1: 2}:
        case {K.a: x, K.b: y}: pass
t(r)
