# Names in their scopes: global, nonlocal, class bodies, comprehensions, future features.

from support.mistakes import check_lines

MISTAKES = """
def f(x):|    global x
def f(x):|    nonlocal x
def f():|    x = 1|    global x
def f():|    print(x)|    global x
def f():|    global x|    nonlocal x
def f():|    nonlocal x
def f():|    x: int|    global x
def f():|    global x|    x: int
nonlocal x
x = 1|global x
class A:|    x = 1|    global x
class A:|    nonlocal x
def f():|    def g():|        nonlocal x|    x = 1
def f():|    def g():|        x = 2|        nonlocal x|    x = 1
def f():|    import x|    global x
def f():|    for x in y: pass|    global x
def f():|    class x: pass|    nonlocal x
[x := 1 for x in y]
[(x := 1) for y in z for x in w]
[y for y in (x := 1)]
class A: [(x := 1) for y in z]
[i for i in range(5) if (j := 0) for j in range(5)]
def f():|    return|    yield
class A: yield 1
(yield)
[(yield) for x in y]
{(yield): 1 for x in y}
((yield) for x in y)
def f(a, b, a): pass
def f(__debug__=1): pass
del __debug__
(__debug__ := 1)
for __debug__ in x: pass
from __future__ import nope
from __future__ import braces
from __future__ import (division, nope)
from __future__ import *
x = 1|from __future__ import division
'doc'|from __future__ import division|x
'doc'|'more'|from __future__ import division
import a|from __future__ import division
from __future__ import annotations, division|x
def f():|    from __future__ import division
from __future__ import barry_as_FLUFL
async def f():|    yield 1|    return 2
async def f():|    yield from x
async def f():|    return [x async for x in y]
def f():|    return [x async for x in y]
async def f():|    def g():|        await x
lambda: await x
class A:|    await x
async def f():|    lambda: await x
"""

check_lines(MISTAKES)
