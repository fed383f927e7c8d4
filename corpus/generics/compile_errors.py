# What the compiler refuses in type parameters and aliases.
codes = ["class A:\n type X = [i for i in y]","class A:\n type X = lambda: 1","class A[T: (lambda: 1)]: pass","class A:\n class B[T](x for x in y): pass","class A:\n def f[T](x: [i for i in y]): pass",
"type X = (yield)", "type X = (a := 1)", "type X = (await z)","async def f():\n type X = await z","def f[T: (yield)](): pass","def f[T: (a:=1)](): pass", "def f[T](x: (yield)): pass","def f[T](x: (y:=1)): pass","def f[T]() -> (yield): pass", "class A[T]((yield)): pass", "class A[T](x:=1): pass",
"def f[T, T](): pass","class A[T, *T]: pass","type A[T, **T] = int", "def f[T]():\n nonlocal T", "def f[T]():\n global T\n T = 1", "def f[T](T): pass", "def f[](): pass","class A[]: pass","type A[] = int","type A", "type A = ", "type a.b = 1", "type A[T: int, U: (int, str), *Ts, **P] = T","def f[*T: int](): pass","def f[**T: int](): pass","def f[T=int](): pass",
"def f[T: (a for a in b)](): pass","type X = yield", "class A:\n def f[T: [i for i in z]](): pass","def f[__debug__](): pass","type __debug__ = 1","type X = 1; X = 2", "class C:\n def f[__T](x: __T): pass", "def f[T](x=T): pass","def f[T](x=(yield)): pass"]
for c in codes:
    try:
        compile(c, "<c>", "exec")
        print("ok", repr(c))
    except SyntaxError as e:
        print(repr(c), type(e).__name__, e.msg, e.lineno, e.offset, e.end_lineno, e.end_offset)
