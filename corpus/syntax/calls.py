# Calls, parameters and displays.

from support.mistakes import check_lines

MISTAKES = """
f(a b)
f(a, b c)
f(a=1, b)
f(**a, b)
f(**a, *b)
f(a=1, a=2)
f(a for a in b, c)
f(c, a for a in b)
f(a for a in b, )
f(*)
f(**)
f(a, *)
f(,)
f(a,, b)
f(a=)
f(a, b=)
f(lambda x: 1 2)
f(x if y)
f('a' b)
f(1 2)
def f(a, a): pass
def f(a, *, a): pass
def f(a=1, b): pass
def f(*, **k): pass
def f(*): pass
def f(*, ): pass
def f(**k, a): pass
def f(**k, *a): pass
def f(*a, *b): pass
def f(a, /, b, /): pass
def f(/, a): pass
def f(*a, /): pass
def f(a, b=): pass
def f(a, *b=1): pass
def f(a, **b=1): pass
def f((a, b)): pass
def f(a, (b, c)): pass
def f(a.b): pass
def f(1): pass
def f(a b): pass
def f('a'): pass
lambda a, a: 1
lambda a=1, b: 1
lambda *: 1
lambda (a): 1
lambda a b: 1
lambda 1: 1
[a b]
[1 2 3]
{a b}
{a: b c: d}
{a: b, c}
{a: b, c d}
{a:}
{a: b, c:}
{a: *b}
{**a: b}
{*a: b}
{*a, **b}
{a: b for c in d, e}
[a: b]
[a, b for c in d]
[*a for a in b]
(*a for a in b)
{**a for a in b}
{a: **b}
x[]
x[a b]
x[a, b c]
x[a:b:c:d]
a.1
a.
a..b
a.b c
(a b)
(a, b c)
()()
(a if b)
a if b
a if b else
x = a if b
x = a if else c
a not b
not
a in
is a
a is not
[for x in y]
[x for]
[x for y]
[x for y in]
[x for x in y if]
[x for x iny]
(x for x y in z)
sum(x for)
"""

check_lines(MISTAKES)
