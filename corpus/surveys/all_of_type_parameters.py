# Type parameters of classes, functions and aliases.  [slow]
class GC[A, B: (int, str)]:
    def m[C](self, x: A, y: C) -> B: ...
    attr: A
print(GC.__type_params__, GC.__parameters__, GC.__orig_bases__, GC.__mro__, GC[int, str], GC.__type_params__[1].__constraints__)
print(GC.m.__type_params__, GC.m.__annotations__, GC.__annotations__)
class Sub[T](GC[T, int]): pass
print(Sub[str], Sub.__orig_bases__)
try: GC[int]
except TypeError as e: print(e)
def outer[T]():
    def inner(x: T): ...
    class K[U](list[U]):
        z: T
    return inner, K
i, K = outer(); print(i.__annotations__, K.__annotations__, K.__orig_bases__, K[int]())
T = 5
def f[T](x=T): return x
print(f())
def d[T](x: T = (lambda: 3)()): return x
print(d())
class Base:
    def __init_subclass__(cls, **kw): print("init", cls.__name__, kw)
class S[T](Base, tag=1): pass
type A[T] = dict[str, T]
print(A[int], A[int].__origin__, A[int].__args__, A.__parameters__, A.__value__)
for src in ("def f[T, T](): ...", "class A[T: (yield)]: ...", "type X[T] = (x := 1)", "type A = await 1", "def f[T: int=3](): ...", "class C[*T: int]: pass", "class C[**T: int]: pass", "def f[](): pass", "type = 5\nprint(type)", "type X[T: (1,)] = T", "class A[T](T := 5): pass", "def f[T]() -> (yield): pass", "class X[T]:\n  nonlocal T"):
    try: exec(compile(src, "<s>", "exec")); print("ok", src)
    except SyntaxError as e: print(src, "->", e)
print(f.__type_params__[0].__infer_variance__, f.__type_params__[0].__module__, A.__module__)
try: f.__type_params__[0].__name__ = "x"
except AttributeError as e: print(e)
try:
    class D(f.__type_params__[0]): pass
except TypeError as e: print(e)
