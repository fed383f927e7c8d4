# Indentation.

from support.mistakes import check_lines

MISTAKES = """
  x = 1
x = 1|  y = 2
if a:|    b|  c
if a:|  b|    c
if a:|	b|        c
if a:|        b|	c
def f():|    x|   y
class A:|    def f(self):|    pass
if a:|    if b:|    c
for x in y:|    pass|  else:|    pass
try:|    a|  except:|    b
if a:|    pass|    else:|    pass
 |x = 1|  y
def f():|
def f():|    
if a:|# comment|
if a:|    # comment|b
match a:|case 1:|    pass
match a:|    case 1:|    pass
match a:|    b
class A:
while a:|    def f():|b
with a:|    |b
x = 1|    # fine|y = 2
if a: b|    c
try:|    pass|except* A:|pass
if a:|    b|elif c:|d
lambda:|    1
"""

check_lines(MISTAKES)
