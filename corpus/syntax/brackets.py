# Brackets that do not match, and what was never closed.
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


def check(text, mode="exec"):
    try:
        compile(text, "<mistake>", mode)
        print(repr(text), "compiles")
    except SyntaxError as e:
        place = (e.lineno, e.offset, e.end_lineno, e.end_offset)
        print(f"{text!r}\n    {type(e).__name__}: {e.msg} {place} {e.text!r}")


for text in MISTAKES.strip("\n").split("\n"):
    check(text.replace("|", "\n"))
