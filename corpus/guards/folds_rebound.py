# calls of pure builtins on constants, whose names are rebound in the same line and by arguments
import builtins
def mess(n=None):
    if hit: setattr(builtins, "len", lambda x: "mylen"); setattr(builtins, "ord", lambda x: "myord"); setattr(builtins, "str", lambda *x: "mystr")
    return 1
hit = False
real = len, ord, str, abs, max
def reset(): builtins.len, builtins.ord, builtins.str, builtins.abs, builtins.max = real
def t1(): return len("abc") + mess(), len("abc")
def t2(): return len("abc"), mess(), len("abc"), ord("a"), str(12)
def t3(): return [len("abc"), mess(), len("abc")] + [ord("x")]
def t4(): return max(len("abc"), mess(), 2), abs(-4), len("xyz")
def t5():
    x = len("abcd")
    y = mess()
    return x, len("abcd"), y
def t6(): return "abc".upper(), "a,b".split(","), "x".join(["a", "b"]), mess(), len("abc"), "%d" % 5
def t7(): return len((1, 2, 3)) if mess() else 0
def t8(): return len("abc") if len("ab") == 2 else mess()
def t9(): return {len("a"): mess(), len("bb"): 2}
def t10(): return len("abc") == 3 and mess() and len("abc")
def t11():
    for i in range(len("abc")):
        if i == 1: mess()
    return len("abc"), i
def t12(): return (lambda: len("abc"))(), mess(), (lambda: len("abc"))()
def t13(): return len("é\U0001f600"), ord("€"), chr(8364), mess(), hex(255), oct(8), bin(5), round(2.5), divmod(7, 2), pow(2, 10), min(3, 1), len(b"ab"), repr("q"), sum((1, 2)), len("")
def t14(): return len(), 1
def t15(): return ord("ab")
for t in (t1, t2, t3, t4, t5, t6, t7, t8, t9, t10, t11, t12, t13, t14, t15):
    for i in range(50):
        hit = i in (25, 26, 40)
        try: r = t()
        except Exception as e: r = type(e).__name__ + " " + real[2](e)
        reset()
        if i in (0, 25, 26, 40, 49): print(t.__name__, i, r)
class L:
    def __len__(self): return 3
for i in range(60):
    if i == 20: str = lambda x: "global str"
    if i == 30: del str
    if i == 40: len = lambda x: "global len"
    if i == 50: del len
    r = t2(), t6()
    if i in (19, 20, 30, 40, 50): print(i, r)
a, b = (lambda: str(1234567)), (lambda: float("1.5"))
for i in range(20): x, y, u, v = a(), a(), b(), b()
print(x is y, u is v, x, u)
