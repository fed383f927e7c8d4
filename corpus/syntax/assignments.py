# Targets that are none.

from support.mistakes import check_lines

MISTAKES = """
1 = x
'a' = x
None = x
True = 1
__debug__ = 1
f() = 1
a + b = 1
-a = 1
a and b = 1
not a = 1
a < b = 1
(a, 1) = x
[a, f()] = x
{} = 1
{1, 2} = 3
{a: b} = 1
[x for x in y] = 1
(x for x in y) = 1
lambda: 1 = 2
a if b else c = 1
f'{x}' = 1
... = 1
(yield) = 1
(a := b) = 1
*a = 1
*a, *b = c
(*a) = 1
a = *b
a = b = 1 = c
1 = 2 = 3
x = 1 = y
a, b += 1
[a] += 1
f() += 1
1 += 1
a + 1 += 2
(a, b): int
[a]: int
f(): int
1: int
a, b: int
x: int: str
x: = 1
(x: int)
a = 
a =
= 1
a == 
a := 1
(a.b := 1)
(a[0] := 1)
(1 := 2)
(f() := 1)
(None := 1)
f(a.b=1)
f(1=2)
f(True=1)
f(None=1)
f(a + b=1)
f((a)=1)
f(a := 1, b=2)
f(a=b := 1)
f(*a=1)
f(**a=1)
f(__debug__=1)
x++
x--
++x
x =+ 
x => 1
x <> 1
a <- = 1
def f(None): pass
def f(__debug__): pass
class None: pass
import a as None
for None in x: pass
with a as None: pass
[a for 1 in b]
[a for f() in b]
{a for (b, 1) in c}
with a as b + c: pass
()=1
[]=[]
del ()
x: int = y: int
"""

check_lines(MISTAKES)
