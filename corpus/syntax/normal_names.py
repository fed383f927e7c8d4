"""Identifiers in normal form KC, wherever they stand; private names in calls; the order of late unpacking; slices."""
def f(*a, **k): return a, k
print(f(ﬁ=1), f(µ=2))
class A:
    def m(self): return f(__p=1, **{"__q": 2})
    class B(int): pass
print(A().m())
for s in ("f(ﬁ=1, fi=2)", "class C(ﬁ=1, fi=2): pass", "def g(ﬁ, fi): pass", "lambda ﬁ, fi: 0", "f(__debug__=1)"):
    try: exec(compile(s, "<s>", "exec")); print("fine")
    except SyntaxError as e: print(e.msg, e.offset, e.end_offset)
    except Exception as e: print(type(e).__name__, e)
class M(type):
    def __new__(m, n, b, d, **k): print(k); return type.__new__(m, n, b, d)
    def __init__(*a, **k): pass
class X:
    class D(metaclass=M, __z=1, ﬁ=3): pass
    class E(*(), metaclass=M, __z=1, **{"y": 2}): pass
def ff(fi): return fi
print(ff(ﬁ=5), ff.__code__.co_varnames)
print(*[1, 2], sep=(lambda: "-")())
order = []
def o(x): order.append(x); return x
class It:
    def __iter__(self): order.append("iter"); return iter([1])
f(*It(), k=o("k")); f(o(1), *It(), k=o("k2")); f(*It(), *It(), k=o("k3")); print(order)
x = list(range(10)); print(x[1:8:3], x[::-1], x[:], x[8:1:-2], "abcdef"[::2], (1,2,3,4)[1::2], bytes(range(5))[::-2])
class S:
    def __getitem__(self, i): return i
    def __setitem__(self, i, v): print(i, v)
    def __delitem__(self, i): print(i)
s = S(); print(s[1:2:3], s[::None], s[o(1):o(2):o(3)], s[1:2, ::3]); s[::2] = 5; del s[1::3]
import ast
print(ast.dump(ast.parse("ﬁ.ﬂ(µ=1)\ndef ﬃ(ﬁ, *ﬂ): global ª\nimport ﬁ.ﬂ as ﬃ\nfrom ﬁ import ﬂ\nclass ﬁ(ﬂ): pass\nf'{ﬁ}'\nmatch ﬁ:\n case ﬂ(ﬁ=1) as ª: 0")))
class ﬁ: __ﬂ = 3
print(ﬁ.__name__, ﬁ.__qualname__, [k for k in vars(ﬁ) if "fl" in k], f"{ﬁ.__name__=}")
t = ast.parse("x = 1"); t.body[0].targets[0].id = "ﬁ"; ns = {}
exec(compile(t, "<t>", "exec"), ns); print([k for k in ns if k != "__builtins__"])
class P:
    fi = 4
match P():
    case P(ﬁ=v): print(v)
