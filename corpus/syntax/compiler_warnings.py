# What the compiler warns about, and the same as errors.
import warnings

TEXTS = ["x = '\\d'", "x = b'\\d'", "x = r'\\d'", "x = '\\400'", "'a' '\\d' '\\w'", "x is 1", "x is 'a'", "1 is x",
         "x is not ()", "x is -1", "x is None", "x is ...", "x is (1, y)", "x is f''", "1()", "'a'()", "[1, 2](3)", "(1, 2)(3)",
         "[(1, 2) (3, 4)]", "{1}[0]", "1[0]", "None[0]", "(x for x in y)[0]", "(lambda: 1)()", "'abc'['a']", "[1]['a']",
         "[1][1.5]", "[1][x]", "[1][1:2]", "[1][True]", "(1,)[None]", "assert (x, 'msg')", "assert ()", "1if x else 2",
         "[0x1for x in y]", "0b1and 2", "f'{x}'()", "{}['a']", "{1: 2}()", "x is y is 1", "def f():\n '\\q'\n return 1 is 2",
         "lambda: 1()", "x = 1.5 is y", "...()", "True()", "{1, 2}()", "1 < 2 is 3", "class A:\n x = '\\.'\n def f(self): return self is 'a'"]
for text in TEXTS:
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("always")
        compile(text, "<text>", "exec")
    print(repr(text), [(w.category.__name__, str(w.message), w.filename, w.lineno) for w in caught])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        try:
            compile(text, "<text>", "exec")
        except SyntaxError as e:
            print("   ", e.msg, e.lineno, e.offset)
