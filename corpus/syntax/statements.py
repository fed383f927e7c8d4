# Statements that lack something.

from support.mistakes import check_lines

MISTAKES = """
if x|    pass
if x:
if x:|pass
if x = 3:|    pass
if x = 3|    pass
elif x:|    pass
else:|    pass
else if x:|    pass
if a:|    pass|else if b:|    pass
while x|    pass
while True print(1)
while x:|y = 1
for x in y|    pass
for x y:|    pass
for x|    pass
for in y:|    pass
for x in:|    pass
for x in y:|pass
for 1 in x:|    pass
for f() in x:|    pass
for x, 'a' in y:|    pass
def f|    pass
def f:|    pass
def f()|    pass
def f():|pass
def f(:|    pass
def (x):|    pass
def 1():|    pass
class|    pass
class A|    pass
class A:|pass
class A(|    pass
class 1:|    pass
with a|    pass
with a as:|    pass
with a as 1:|    pass
with a as f():|    pass
with a:|pass
try:|    pass
try:|    pass|x = 1
try x:|    pass
try:|pass
try:|    pass|except|    pass
try:|    pass|except A, B:|    pass
try:|    pass|except A, e:|    pass
try:|    pass|except A as 1:|    pass
try:|    pass|except A:|pass
try:|    pass|except:|    pass|except A:|    pass
try:|    pass|finally|    pass
try:|    pass|finally:|pass
except:|    pass
finally:|    pass
return
def f():|    return return
yield 1
x = yield = 1
await x
break
continue
if x:|    break
def f():|    continue
while x:|    def f():|        break
class A:|    return 1
class A:|    yield
pass x
import
import a.b as c.d
import a as 1
import a from b
from a import
from a import b,
from a import (b, c
from a import *, b
from . import *|def f():|    from a import *
from import a
from a import b as 1
global
global x, 1
del
del f()
del 1
del x + 1
del (a, 1)
del None
assert
raise a from
raise a, b
nonlocal x
lambda
lambda x
lambda: (
@
@x|y = 1
x = 5 y = 6
x = 1;; y = 2
;
print 'a'
print a, b
print
exec 'x'
print x.y
async x
async def f:|    pass
async for x in y:|    pass
async with x:|    pass
def f():|    async for x in y:|        pass
def f():|    await x
[await x for x in y]
"""

check_lines(MISTAKES)
