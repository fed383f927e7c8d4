"""Warnings of a text come before its error; escapes of braces in f-strings are among them."""
import ast
import warnings

SOURCES = [
    r"f'\{a}'", r"f'x\{a}\d'", r"f'\{{a}}'", r"f'\}}'", r"rf'\{a}'", r"f'{a:\{b}}'", r"f'{a:\}'",
    r"f'\8{a}'", r"f'\400'", r"'\400'", r"b'\400'", r'"\d" = 1', "1if x else\n", "x = 1or\n", r"y = '\d' $ '\e'",
    r"f'\N{foo}'", r"f'{1} \N{foo} {2}'", "class C:\n  '\\d'\n  return\n", "\\\n\nx = 1\n", "pass\n    \\\n\npass\n",
    "def f():\n  \\\n\n",
]
for source in SOURCES:
    for action in "always", "error":
        with warnings.catch_warnings(record=True) as caught:
            warnings.simplefilter(action)
            try:
                compile(source, "<t>", "exec")
                result = "ok"
            except SyntaxError as e:
                result = e.args
        print(repr(source), action, result, [(str(w.message), w.lineno) for w in caught])

# The text of a string is what the tree says, line ends and all.
tree = ast.parse("x = 'a\\r\\nb\\rc'\ny = 'ä\\r\\n', b'\\r\\n', f'{x!r}\\r\\n'\n")
exec(compile(tree, "<tree>", "exec"))
print(ascii(x), ascii(y))
