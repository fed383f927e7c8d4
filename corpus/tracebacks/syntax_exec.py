# [exits] SyntaxError from exec of a string is printed with its line and caret.
source = "x = 1\nif x = 2:\n    pass\n"
try:
    exec(source)
except SyntaxError as e:
    print(e, e.filename, e.lineno, e.offset, e.end_lineno, e.end_offset, repr(e.text))
exec("def f():\n    return (1, 2\n")
