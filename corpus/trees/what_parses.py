"""What is a tree and what is not: errors of the grammar are found by `ast.parse`, those of names and of code by `compile` alone."""
import ast


def told(make, text):
    try:
        make(text)
        return "fine"
    except SyntaxError as e:
        return f"{type(e).__name__}: {e.msg} {(e.lineno, e.offset, e.end_lineno, e.end_offset)} {e.text!r}"


BOTH_WAYS = """
def f(a, a): 0
def f(a, *, a): 0
def f(a, b, *a, b=1): 0
lambda a, *a: 0
f(a=1, a=2)
f(x=1, y=2, y=3, x=4)
f(**a, x=1, **b, x=2)
f(a=1, a=2).g(b=3, b=4)
class A(x=1, x=2): 0
class A(metaclass=M, metaclass=N): 0
f"{(lambda a, a: 0)}"
f"{f(a=1, a=2)}"
def f(a, a): 0|)
return 1
break
nonlocal x
def f():| x = 1| global x
import __debug__
import a.b as __debug__
from a import __debug__
f(__debug__=1, x=2, x=3)
from __future__ import nothing
None = 1
f() = 1
f() += 1
(a, b) += 1
del f()
del *a
for f() in x: 0
with a as f(): 0
[x for f() in y]
a, *b, *c = d
max(1 for i in r, 2)
(x, y): int
{a: 1} = b
lambda: (yield)
match x:| case a: 0| case b: 0
match x:| case A(b=1, b=2): 0
from # nothing
x = # nothing
class A # nothing
"""

for text in BOTH_WAYS.strip("\n").split("\n"):
    text = text.replace("|", "\n")
    print(repr(text))
    print("   ", told(ast.parse, text))
    print("   ", told(lambda text: compile(text, "<text>", "exec"), text))

tree = ast.parse("def f(a, /, a, *a, b, b, **a): g(c=1, c=2)")
print(ast.dump(tree.body[0].args), ast.unparse(tree), sep="\n")
print(told(lambda tree: compile(tree, "<tree>", "exec"), tree))
tree.body[0].args = ast.parse("lambda: 0", mode="eval").body.args
print(told(lambda tree: compile(tree, "<tree>", "exec"), tree))

NESTED = "".join(" " * depth + "while x:\n" for depth in range(21)) + " " * 21 + "pass"
print(told(ast.parse, NESTED), told(lambda text: compile(text, "<text>", "exec"), NESTED))

for data in (b"# coding: nothing\nx", b"# coding: ascii\nx = '\xe9'", b"\xef\xbb\xbf# coding: latin-1\nx"):
    try:
        compile(data, "<data>", "exec")
    except SyntaxError as e:
        print(e.args)

for data in (rb"\N{}", rb"\N{}}", rb"\N{", rb"\N{x", rb"\N", rb"\Nx", rb"ab\N{ }"):
    try:
        data.decode("unicode-escape")
    except UnicodeDecodeError as e:
        print(data, e)
