# Errors behind lists without a comma, in the subject of a match, and where a name stands before a string.
TEXTS = [
    "a, b b = 1, 2", "a, *b c, d = f(x)", "a, b c.d = 1", "a, b c() = 1, 2", "a, b c", "@ out = []", "match a.b = 5",
    "match {0: 1:\n  pass", "match { = 5", "type import os", "type from x import y", "def f(* *a): pass", "lambda * *a: 0",
    "def f(*a, *b): pass", "f(['a':= , 1])", "f(x):= 1", "a = 1; f(x):= 2", "n = d['n':= 1]", "print(a, b'c'[])",
    "f(a'x' b)", "f(a await b)", "f(x(1) [i for i in y])", "(a) if b c", "x = ((a) if b == c, d)", "f(x): return 1",
    "i in range(3): pass", "f(a if b, c)",
]
for text in TEXTS:
    try:
        compile(text, "<text>", "exec")
    except SyntaxError as error:
        place = error.lineno, error.offset, error.end_lineno, error.end_offset
        print(repr(text), type(error).__name__, error.msg, place)
    else:
        print(repr(text), "is right")
for data in (b'x = "\xc3\xa9" 1 2', b'# coding: utf-8\nx = "\xc3\xa9" 1 2', b'"\xc3\xa9"; x = 08', b'"\xc3\xa9"; f() = 1'):
    try:
        compile(data, "<bytes>", "exec")
    except SyntaxError as error:
        print(data, error.msg, error.offset, error.end_offset)
