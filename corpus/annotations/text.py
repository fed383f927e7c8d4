# Annotations as text: every kind of expression, written as CPython writes it.
EXPRESSIONS = r"""
a
a.b.c
a[b]
a[b, c]
a[b:c]
a[b:c:d, ::e, ...]
a[*b]
a[(b, c), d]
a[()]
a[(b,)]
f(x, *y, z=1, **w)
f(x for x in y)
f((x for x in y), 1)
(x for x in y if z)
[x for x in y for z in w if a if b]
{x for x in y}
{x: y for x, y in z}
{**a, 'b': c}
{1, 2, 3}
{}
[]
()
(1,)
(1, 2)
lambda: 0
lambda x, /, y=1, *z, k, j=2, **kw: x
lambda *, k: k
(lambda: 0)()
(yield)
a if b else c
(a if b else c) if d else e
a if (b if c else d) else e
not a
not (a and b)
a and b or c
a and (b or c)
(a or b) and c
-a ** b
(-a) ** b
a ** -b
(a ** b) ** c
a ** b ** c
a + b * c
(a + b) * c
a - (b - c)
a - b - c
a @ b
a // b % c
a << b >> c
a & b | c ^ d
~a
+a
-1
- -1
1 < 2 < 3
(1 < 2) < 3
a is not b
a not in b
not a in b
'str'
"it's"
'both \' and "'
b'bytes'
1.0
1e100
1j
1e-10
0x10
1_000
10**100
123456789012345678901234567890
True
None
...
'a' 'b'
f'{x}'
f'{x!r:>{width}}'
f'a{x}b{y=}c'
f"{x['a']}"
f'{x:%Y}'
f'{{}}'
f'{a}' 'b'
f'{lambda_}'
f'{ {1:2}[1] }'
f'{(lambda x: x)}'
(a := b)
[a := b, c]
f(a := b)
a[a := b]
*a, b
(await_)
x.y(z)[0].w
1 .real
1.5.real
(1).real
'a'.join
-1 .x
(a, b)[0]
[a, b][0]
{'a': 1}['a']
a if b else (c, d)
list[int] | None
Callable[[int, str], bool]
'forward'
u'x'
'\n\t\x00\u1234'
'\ud800'
1e400
-1e400
1e400j
a == b != c
(a == b) == c
a or b or c
a or (b or c)
not not a
(not a) == b
-(a + b)
(a, *b)
lambda: (yield)
lambda: (a, b)
(lambda: a), b
lambda x: lambda y: z
(x if y else z for x in w)
[(a, b) for a, b in c]
[a async for a in b]
[x for x in (a, b)]
[x for x in a if (lambda: 1)]
{a: b, **c}
a[b](c)[d:e].f
a[1:2, 3]
a[lambda: 1]
a[x if y else z]
a[-1]
f(**{'a': 1})
f(*a, *b)
f(a)(b)
~-a
-~a
2 ** -1
(2 ** -1) ** 2
(a := 1) + 2
f'{a:{b}}{c!s}'
f'{a!r}' f"{b}"
f'\n{a}\''
f'{a+b}'
f'{a,b}'
f'{(yield)}'
rb'a\b'
r'\d'
"""
FLAG = 0x1000000
for text in EXPRESSIONS.strip().split("\n"):
    namespace = {}
    try:
        exec(compile("def f(x: " + text + "): pass", "<text>", "exec", FLAG), namespace)
        print(text, "=>", namespace["f"].__annotations__["x"])
    except SyntaxError as e:
        print(text, "!!", e.msg, e.lineno, e.offset)

exec(compile("""
class A:
    x: int
    y: "str" = 1
    z: list[A] = None
    _private: __mangled
    def __init__(self) -> None: self.q: undefined = 1
    def generic[T: (a, b)](self, x: T, *args: *Ts, **kw: {**y}) -> T: return eval("lambda x: 1").__annotations__
print(A.__annotations__, A.__init__.__annotations__, A.generic.__annotations__)
x: undefined.y
(z): undefined
print(__annotations__, f"{A.generic.__type_params__}")
def inherits():
    exec("def g(a: b): pass\\nprint(g.__annotations__)")
    exec(compile("def g(a: b): pass\\nprint(g.__annotations__)", "<t>", "exec"))
    try:
        exec(compile("def g(a: b): pass", "<t>", "exec", dont_inherit=True))
    except NameError as e:
        print(e)
inherits()
""", "<text>", "exec", FLAG), {"__name__": "m"})
print(compile("1", "f", "eval", FLAG).co_flags & FLAG)
