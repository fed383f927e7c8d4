# Brackets that do not match, and what was never closed.

from support.mistakes import check_lines

MISTAKES = """
x = (1, 2
x = [1, 2
x = {1: 2
f(a, [b, (c
x = (1, 2]
x = [1, 2)
x = {1)
x = }
x = )
x = 1]
(]
[}
def f(a, b:|    pass
f(|x = 1
print(|
print('a'
a = [1,|2,|3
if (a and b:|    pass
class A(B:|    pass
{'a': 1, 'b': 2
x = (1 +|y = 2
a{
foo()[1
(((((
f(a)) + 1
x = [(1, 2), (3, 4]
x = 'a' )
while (x:|    y
"""

check_lines(MISTAKES)
