# [exits] Caret ranges of operators, subscripts, attributes; printed by sys.excepthook.
import sys


def f1(a): return 1 + a["x"] * 2
def f2(a): return a.b.c.d
def f3(a): return (a + 1) - (a + "1")
def f4(a): return f1(a)(2, 3, x=4)
def f5(a): return [x for x in a]
def f6(a): return a[0][1:2]["q"]
def f7(a): return -(-a) + ~1.5
def f8(a): return 1 < a < "x"
def f9(a): return a if a > 1 else undefined
def f10(a): a.b = 5
def f11(a): a[0] = 5
def f12(a): del a[0]
def f13(a): x, y = a
def f14(a): assert a is None, "message"
def f15(a): raise ValueError("v")
def f16(a): return f"{a:zz}"
def f17(a): return {a: [a]}[[]]
def f18(a): return print(*a)
def f19(a): import nosuch_module
def f20(a): a += "s"
def f21(a): return not a in 5
def f22(a): return a @ a
def f23(a): return lambda: a, (yield_ := a)()


for fn in (f1, f2, f3, f4, f5, f6, f7, f8, f9, f10, f11, f12, f13, f14, f15, f16, f17, f18, f19, f20, f21, f22, f23):
    try:
        fn(1)
    except Exception:
        sys.excepthook(*sys.exc_info())
print("last")
x = {"a": {"b": None}}
print(x["a"]["b"]["c"]["d"])
